import { cnpj } from '../../support/database/documents.ts';
import type { Group } from './groups.ts';
import type { World } from './world.ts';

const COMPANIES = [
  'PADARIA ESTRELA LTDA',
  'PADARIA ESTRELA S.A.',
  'METALURGICA TORNAX LTDA',
  'CONDOMINIO EDIFICIO AURORA I',
  'CONDOMINIO EDIFICIO AURORA II',
  'COOPERATIVA DE CREDITO MUTUO DOS DESPACHANTES DE TRANSITO DE SANTA CATARINA E RIO GRANDE DO SUL - SICOOB CREDITRAN',
  'CLINICA SORRISO ODONTOLOGIA LTDA',
];

/** Contacts of which the last one is matched by itself; the others wait for a decision. */
const CONTACTS = [
  'Padaria Estrela - Rose (financeiro)',
  'Tornax',
  'Edifício Aurora',
  'Metalúrgica Tornax S/A – Compras e contas a pagar, falar com o Seu Antônio depois das 14 horas',
  'Clínica Sorriso',
];

/** Fills companies and contacts as runs would. */
export async function addContacts(world: World, group: Group): Promise<void> {
  const { sql } = world;
  const companies = COMPANIES.map((legal_name, n) => ({
    external_id: String(n + 1),
    document: cnpj(n + 1),
    legal_name,
    is_active: n !== 2,
  }));
  const contacts = CONTACTS.map((name, n) => ({
    external_id: String(n + 1),
    name,
    number: `551191234567${n}`,
    email: null,
  }));
  await sql`select private.upsert_companies(${group.id}, ${sql.json(companies)})`;
  await sql`select private.upsert_contacts(${group.id}, ${sql.json(contacts)})`;
}

export const reviewPath = (slug: string, query = '') => `/revisao?tenant=${slug}${query}`;
