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
import { cleanInteger } from '../_shared/values/text.ts';
import { contactKey, contacts } from './contact.ts';

const PAGE_SIZE = 500;
const EXPECTED = 'uma lista de contatos';

/**
 * OneCode: `GET /api/contacts?page=N&pageSize=500` on a host of each customer. The list is live (a message may move its contact to the
 * top) and says how many pages there are, some also how many contacts. Why a success is complete: see `live-list.ts`. How large a page
 * may be is unknown, so windows of other sizes that overlap cannot be relied on.
 */
export const onecode: Connector<ListCursor> = {
  slug: 'onecode',
  name: 'OneCode',
  callIntervalMs: 0,
  permissionAdvice: 'Peça acesso aos contatos ao administrador do OneCode ou use outra credencial.',
  cursorSchema: listCursorSchema,
  firstCursor: () => LIST_BEGIN,
  authorization: (credential) => `Bearer ${credential}`,

  async readPage(cursor, context) {
    const { access, lastFullCount = null, shortReadShare = 0.5 } = context;
    const part = await readOn(cursor, {
      access,
      pageSize: PAGE_SIZE,
      isSizeCertain: false,
      concurrency: 2,
      lastFullCount,
      shortReadShare,
      slice: context,
      ask: (page, text) => askPage(page, () => readContacts(access, page, PAGE_SIZE, placeOf(page), text)),
      keyOf: contactKey,
    });
    const { rows, problems, skipped } = mapGroups(part.fresh, access, contacts);
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
      step: part.stepOf('contatos'),
      failure: part.failure,
    };
  },

  async probe({ access }) {
    const where = 'teste de conexão';
    const { isList } = await readContacts(access, 1, 1, where);
    if (!isList) throw unexpectedBody(null, access, where, EXPECTED);
  },
};

async function readContacts(
  access: ProviderAccess,
  page: number,
  pageSize: number,
  where: string,
  text?: AnswerText,
): Promise<ListAnswer & { isList: boolean }> {
  const body = await getJson(access, `/api/contacts?page=${page}&pageSize=${pageSize}`, where, text);
  if (body === SAME_TEXT) return { ...SAME_ANSWER, isList: true };
  if (body === null) return { records: [], total: null, lastPage: null, isList: false };
  const fields = (typeof body === 'object' && !Array.isArray(body) ? body : {}) as Record<string, unknown>;
  const list = Array.isArray(body) ? body : (fields.contacts ?? fields.data);
  return {
    records: requireList(list, body, contactKey, access, where, EXPECTED),
    total: cleanInteger(fields.count ?? fields.total),
    lastPage: cleanInteger(fields.lastPage ?? fields.pageCount, 1),
    isList: true,
  };
}
