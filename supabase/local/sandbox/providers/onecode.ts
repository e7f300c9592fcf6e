import { BASE_COMPANIES, companyAt, inventedEmail, inventedPhone } from '../world/companies.ts';
import { hash32, rememberLast } from '../world/hash.ts';
import { messyName, strangerName } from './onecode-names.ts';
import { type Provider, type ProviderAnswer, type ProviderRequest, type Row, windowOf } from './provider.ts';
import { positiveInteger } from './query.ts';

interface Contact {
  id: number;
  name: string;
  number: string;
  email: string;
  isGroup: boolean;
}

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 500;
const CONTACTS_PATH = '/api/contacts';

/** Contacts around one company: one or two of its own, now and then a group and somebody who is nobody's contact. */
function contactsAround(index: number): Contact[] {
  const company = companyAt(index);
  const own = hash32(`${company.cnpj}:people`) % 5 === 0 ? 2 : 1;
  const contacts: Contact[] = [];
  const add = (slot: number, name: string, email: string): void => {
    const number = `55${inventedPhone(`${company.cnpj}:contact:${slot}`)}`;
    // The identifier depends on the company alone, so it stays when the number of companies changes.
    contacts.push({ id: 10_000 + index * 4 + slot, name, number, email, isGroup: false });
  };
  for (let slot = 0; slot < own; slot += 1) {
    const seed = `${company.cnpj}:contact:${slot}`;
    add(slot, messyName(company, seed), hash32(`${seed}:email`) % 3 === 0 ? inventedEmail(company, 'contato') : '');
  }
  if (hash32(`${company.cnpj}:group`) % 17 === 0) {
    const number = `1203630${String(hash32(`${company.cnpj}:groupNumber`)).padStart(11, '0')}`;
    contacts.push({ id: 10_000 + index * 4 + 2, name: `Grupo ${company.tradeName}`, number, email: '', isGroup: true });
  }
  if (hash32(`${company.cnpj}:stranger`) % 9 === 0) add(3, strangerName(company.cnpj), '');
  return contacts;
}

const contactsOf = rememberLast(2, (companies) =>
  Array.from({ length: Number(companies) }, (_, index) => contactsAround(index)).flat(),
);

function listContacts(request: ProviderRequest): ProviderAnswer {
  const { query, settings, view } = request;
  const all = contactsOf(String(settings.companies ?? BASE_COMPANIES));
  const size = Math.min(MAX_PAGE_SIZE, positiveInteger(query, 'pageSize', DEFAULT_PAGE_SIZE));
  const { start, end } = windowOf(view, positiveInteger(query, 'page', 1), size);
  const rows = all.slice(start, end).map((contact, n): Row => {
    const changed = start + n < (settings.changed ?? 0);
    const number = changed && !contact.isGroup ? `55${inventedPhone(`${contact.id}:changed`)}` : contact.number;
    if (!view.shapes.has('phone_key')) return { ...contact, number };
    const { number: _, ...others } = contact;
    return { ...others, phone: number };
  });
  const lastPage = Math.max(1, Math.ceil((all.length + view.shift - view.lost) / size));
  const wrap = (list: Row[]): unknown => {
    if (view.shapes.has('bare_array')) return list;
    return {
      [view.shapes.has('data_key') ? 'data' : 'contacts']: list,
      [view.shapes.has('page_count') ? 'pageCount' : 'lastPage']: view.pages ?? lastPage,
      // Only some accounts are told how many contacts there are.
      ...(view.total === undefined ? {} : { count: view.total }),
    };
  };
  return { kind: 'list', rows, wrap };
}

/** The messaging provider: contacts named by people, groups among them, offset paging. */
export const onecode: Provider = {
  scheme: 'Bearer',
  limit: { kind: 'none' },
  headers: {},
  fields: { id: 'id', text: 'name', document: 'number' },
  errorBody: (message) => ({ error: message }),
  pageOf: (query) => positiveInteger(query, 'page', 1),
  routeOf: (path) => (path === CONTACTS_PATH ? path : '/unknown'),
  answer(request) {
    if (request.path === CONTACTS_PATH) return listContacts(request);
    return { kind: 'reply', status: 404, body: { error: 'Not found' } };
  },
};
