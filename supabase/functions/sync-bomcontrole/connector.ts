import { z } from 'zod';
import { type Connector, keysOf } from '../_shared/provider/connector.ts';
import { mapRecords } from '../_shared/provider/map-records.ts';
import { NO_PAGES, pageMemorySchema, rememberPage } from '../_shared/provider/page-memory.ts';
import { invalidResponse, repeatedPage, requireEnd, unexpectedBody } from '../_shared/provider/provider-errors.ts';
import { getJson, type ProviderAccess } from '../_shared/provider/provider-http.ts';
import { movementKey, receivables } from './receivable.ts';
import { type Search, searchesOf, searchSchema } from './window.ts';

const PAGE_SIZE = 100;

const cursorSchema = z.strictObject({
  /** What is left to search, the current one first. The window stays as it was when the run began. */
  searches: z.array(searchSchema).min(1),
  /** Next page of the current search, 1-based. */
  page: z.number().int().min(1),
  /** Rows that the current search has answered. */
  seen: z.number().int().min(0),
  /** Rows that earlier searches of this run have answered. */
  before: z.number().int().min(0),
  /** The due dates that a full read covers; null = only what is new is read. */
  scope: z.strictObject({ column: z.literal('due_on'), from: z.string(), to: z.string() }).nullable(),
  memory: pageMemorySchema,
});
type Cursor = z.infer<typeof cursorSchema>;

const begin = (searches: Search[], before: number, scope: Cursor['scope']): Cursor => ({
  searches,
  page: 1,
  seen: 0,
  before,
  scope,
  memory: NO_PAGES,
});

/**
 * Bom Controle: `GET /Financeiro/PesquisaDetalhada`, pages of 100 with their total. 429 comes after about ten calls in quick
 * succession, so they are 300 ms apart.
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
    return begin(searches, 0, context.lastSuccessStartedAt === null ? dueDatesOf(searches) : null);
  },
  authorization: (credential) => `ApiKey ${credential}`,

  async readPage(cursor, { access }) {
    const [search, ...others] = cursor.searches;
    // The schema wants at least one.
    if (!search) throw new Error('Cannot read a page: the cursor has no search');
    const where = `página ${cursor.page}`;
    requireEnd(access, cursor.page, where);
    const read = () => readMovements(access, search, cursor.page, PAGE_SIZE, where);
    let { rows, total } = await read();
    // As with the other providers: empty once under load is no end.
    if (rows.length === 0 && (total === null || cursor.seen < total)) ({ rows, total } = await read());
    if (rows.length === 0 && total !== null && cursor.seen < total) {
      throw invalidResponse(access, where, `ela veio vazia, mas o provedor anuncia ${total} lançamentos`);
    }
    const { memory, isRepeated, fresh } = rememberPage(cursor.memory, rows, movementKey);
    if (isRepeated) throw repeatedPage(access, where);

    const seen = cursor.seen + rows.length;
    // An answer without total that is longer than a page was not paged at all.
    const isLast = rows.length === 0 || (total === null ? rows.length > PAGE_SIZE : seen >= total);
    const afterSearch = others.length > 0 ? begin(others, cursor.before + seen, cursor.scope) : null;
    const mapped = mapRecords(fresh, where, access, receivables);
    return {
      rows: mapped.rows,
      read: fresh.length,
      problems: mapped.problems,
      skipped: mapped.skipped,
      keys: keysOf(rows, movementKey).map((key) => key.toLowerCase()),
      isFull: cursor.scope !== null,
      scope: cursor.scope,
      next: isLast ? afterSearch : { ...cursor, page: cursor.page + 1, seen, memory },
      // While another search is to come nobody knows how much that will be.
      total: others.length === 0 && total !== null ? cursor.before + total : null,
      step: `Lendo contas a receber: ${where}`,
    };
  },

  async probe(context) {
    const [search] = searchesOf({ ...context, lastSuccessStartedAt: null });
    if (search) await readMovements(context.access, search, 1, 1, 'teste de conexão');
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
): Promise<{ rows: unknown[]; total: number | null }> {
  const query = {
    dataInicio: search.from,
    dataTermino: search.to,
    tipoData: search.type,
    despesa: 'false',
    'paginacao.itensPorPagina': pageSize,
    'paginacao.numeroDaPagina': page,
  };
  // Not URLSearchParams: it writes the space of a date as +, which the provider does not read.
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const body = await getJson(access, `/Financeiro/PesquisaDetalhada?${text.join('&')}`, where);
  if (body === null) return { rows: [], total: null };
  if (Array.isArray(body)) return { rows: body, total: null };
  const { Itens, TotalItens } = (typeof body === 'object' ? body : {}) as Record<string, unknown>;
  if (!Array.isArray(Itens)) throw unexpectedBody(body, access, where, 'uma lista de lançamentos');
  return { rows: Itens, total: Number.isInteger(TotalItens) && Number(TotalItens) >= 0 ? Number(TotalItens) : null };
}
