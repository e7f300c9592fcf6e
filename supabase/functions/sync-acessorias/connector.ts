import { type AnswerText, SAME_TEXT } from '../_shared/calls/answer-text.ts';
import { getJson, type ProviderAccess } from '../_shared/calls/provider-http.ts';
import type { Connector } from '../_shared/provider/connector.ts';
import {
  LIST_BEGIN,
  type ListAnswer,
  type ListCursor,
  listCursorSchema,
  placeOf,
  SAME_ANSWER,
} from '../_shared/provider/list-contract.ts';
import { readOn } from '../_shared/provider/live-list.ts';
import { mapGroups } from '../_shared/provider/map-records.ts';
import { askPage, requireList, unexpectedBody } from '../_shared/provider/provider-answers.ts';
import { companies, companyKey } from './company.ts';

const PAGE_SIZE = 20;
const EXPECTED = 'uma lista de empresas';

/**
 * Acessórias: `GET /companies/ListAll?Pagina=N`, 20 a page, no total and no page count: the end is an empty page, 204 or 404.
 * Under load a page with data may be empty (seen in production). Why a success is complete: see `live-list.ts`. The size of a page cannot
 * be chosen, so pages cannot overlap, and the second look is the least that proves anything.
 */
export const acessorias: Connector<ListCursor> = {
  slug: 'acessorias',
  name: 'Acessórias',
  callIntervalMs: 0,
  permissionAdvice: 'Peça acesso ao administrador do provedor ou use outra credencial.',
  cursorSchema: listCursorSchema,
  firstCursor: () => LIST_BEGIN,
  authorization: (credential) => `Bearer ${credential}`,

  async readPage(cursor, context) {
    const { access, lastFullCount = null, shortReadShare = 0.5 } = context;
    const part = await readOn(cursor, {
      access,
      pageSize: PAGE_SIZE,
      isSizeCertain: true,
      concurrency: 2,
      lastFullCount,
      shortReadShare,
      slice: context,
      ask: (page, text) => askPage(page, () => readList(access, page, placeOf(page), text)),
      keyOf: companyKey,
    });
    const { rows, problems, skipped } = mapGroups(part.fresh, access, companies);
    return {
      rows,
      read: part.read,
      problems,
      skipped,
      keys: part.keys,
      isFull: true,
      scope: null,
      next: part.next,
      total: part.total,
      step: part.stepOf('empresas'),
      failure: part.failure,
    };
  },

  async probe({ access }) {
    const where = 'teste de conexão';
    const { isList } = await readList(access, 1, where);
    if (!isList) throw unexpectedBody(null, access, where, EXPECTED);
  },
};

async function readList(
  access: ProviderAccess,
  page: number,
  where: string,
  text?: AnswerText,
): Promise<ListAnswer & { isList: boolean }> {
  // `registrationData` is a flag without value: it adds the regime and the group.
  const body = await getJson(access, `/companies/ListAll?Pagina=${page}&registrationData`, where, text);
  if (body === SAME_TEXT) return { ...SAME_ANSWER, isList: true };
  const isList = body !== null;
  const records = isList ? requireList(body, body, companyKey, access, where, EXPECTED) : [];
  return { records, total: null, lastPage: null, isList };
}
