import { z } from 'zod';
import { type AnswerText, SAME_TEXT } from '../_shared/calls/answer-text.ts';
import { getJson, type ProviderAccess } from '../_shared/calls/provider-http.ts';
import type { Connector } from '../_shared/provider/connector.ts';
import {
  LIST_BEGIN,
  type ListAnswer,
  listCursorSchema,
  placeOf,
  SAME_ANSWER,
} from '../_shared/provider/list-contract.ts';
import { readOn } from '../_shared/provider/live-list.ts';
import { mapGroups } from '../_shared/provider/map-records.ts';
import { askPage, requireList, unexpectedBody } from '../_shared/provider/provider-answers.ts';
import { cleanInteger } from '../_shared/values/text.ts';
import { movementKey, receivables } from './receivable.ts';
import { type Search, searchesOf, searchSchema } from './window.ts';

const PAGE_SIZE = 100;
const EXPECTED = 'uma lista de lançamentos';

const cursorSchema = z.strictObject({
  /** What is left to search, the current one first. The window stays as it was when the run began. */
  searches: z.array(searchSchema).min(1),
  /** Records that earlier searches of this run have answered. */
  before: z.number().int().min(0),
  /** The due dates that a full read covers; null = only what is new is read. */
  scope: z.strictObject({ column: z.literal('due_on'), from: z.string(), to: z.string() }).nullable(),
  /** How far the current search is. */
  list: listCursorSchema,
});
type Cursor = z.infer<typeof cursorSchema>;

/**
 * Bom Controle: `GET /Financeiro/PesquisaDetalhada`, pages of 100 with their total. 429 comes after about ten calls in quick
 * succession, so they are 300 ms apart. Why a success is complete: see `live-list.ts`. What changed since the last run mostly comes in
 * one answer, which needs no second look; only a read of the whole window does.
 */
export const bomcontrole: Connector<Cursor> = {
  slug: 'bomcontrole',
  name: 'Bom Controle',
  callIntervalMs: 300,
  permissionAdvice:
    'As chaves do Bom Controle valem por módulo: libere o módulo Financeiro para esta chave ou use outra.',
  cursorSchema,
  firstCursor: (context) => {
    const searches = searchesOf(context);
    const scope = context.lastSuccessStartedAt === null ? dueDatesOf(searches) : null;
    return { searches, before: 0, scope, list: LIST_BEGIN };
  },
  authorization: (credential) => `ApiKey ${credential}`,

  async readPage(cursor, context) {
    const { access, lastFullCount = null, shortReadShare = 0.5 } = context;
    const [search, ...others] = cursor.searches;
    // The schema wants at least one.
    if (!search) throw new Error('Cannot read a page: the cursor has no search');
    const part = await readOn(cursor.list, {
      access,
      pageSize: PAGE_SIZE,
      isSizeCertain: true,
      concurrency: 1,
      lastFullCount: cursor.scope === null ? null : lastFullCount,
      shortReadShare,
      slice: context,
      ask: (page, text) => askPage(page, () => readMovements(access, search, page, PAGE_SIZE, placeOf(page), text)),
      keyOf: movementKey,
    });
    const { rows, problems, skipped } = mapGroups(part.fresh, access, receivables);
    const isLastSearch = others.length === 0;
    const afterSearch = isLastSearch
      ? null
      : { ...cursor, searches: others, before: cursor.before + (part.total ?? 0), list: LIST_BEGIN };
    return {
      rows,
      read: part.read,
      problems,
      skipped,
      keys: part.keys.map((key) => key.toLowerCase()),
      isFull: cursor.scope !== null,
      scope: cursor.scope,
      next: part.next === null ? afterSearch : { ...cursor, list: part.next },
      // While another search is to come nobody knows how much that will be.
      total: isLastSearch && part.total !== null ? cursor.before + part.total : null,
      step: part.stepOf('contas a receber'),
      failure: part.failure,
    };
  },

  async probe(context) {
    const where = 'teste de conexão';
    const [search] = searchesOf({ ...context, lastSuccessStartedAt: null });
    if (!search) return;
    const { isList } = await readMovements(context.access, search, 1, 1, where);
    if (!isList) throw unexpectedBody(null, context.access, where, EXPECTED);
  },
};

/** What searches by due date cover together. */
function dueDatesOf(searches: Search[]): Cursor['scope'] {
  const days = searches.flatMap(({ from, to }) => [from.slice(0, 10), to.slice(0, 10)]).sort();
  return { column: 'due_on', from: days[0] ?? '', to: days.at(-1) ?? '' };
}

async function readMovements(
  access: ProviderAccess,
  search: Search,
  page: number,
  pageSize: number,
  where: string,
  text?: AnswerText,
): Promise<ListAnswer & { isList: boolean }> {
  const query = {
    dataInicio: search.from,
    dataTermino: search.to,
    tipoData: search.type,
    despesa: 'false',
    'paginacao.itensPorPagina': pageSize,
    'paginacao.numeroDaPagina': page,
  };
  // Not URLSearchParams: it writes the space of a date as +, which the provider does not read.
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const body = await getJson(access, `/Financeiro/PesquisaDetalhada?${parameters.join('&')}`, where, text);
  if (body === SAME_TEXT) return { ...SAME_ANSWER, isList: true };
  if (body === null) return { records: [], total: null, lastPage: null, isList: false };
  const { Itens, TotalItens } = (typeof body === 'object' && !Array.isArray(body) ? body : {}) as Record<
    string,
    unknown
  >;
  const list = Array.isArray(body) ? body : Itens;
  return {
    records: requireList(list, body, movementKey, access, where, EXPECTED),
    total: cleanInteger(TotalItens),
    lastPage: null,
    isList: true,
  };
}
