import { expect, test } from 'vitest';
import { createPacer } from '../../../../supabase/functions/_shared/calls/pacer.ts';
import { bomcontrole } from '../../../../supabase/functions/sync-bomcontrole/connector.ts';
import type { ReceivableRow } from '../../../../supabase/functions/sync-bomcontrole/receivable.ts';
import { accessTo, httpServer, jobError, providerSandbox, readAll, rowsOf } from '../support/provider.ts';

/** A day in the middle of a month, so that no test depends on when it runs. */
const now = Date.parse('2026-11-18T15:00:00Z');
const sandbox = providerSandbox({ now: () => now });
const server = httpServer();
const context = { now: new Date(now) };
const read = (pages: readonly { read: number }[]) => pages.reduce((sum, page) => sum + page.read, 0);

test('the first run reads the income of the window in pages of 100, and knows the total from the first page on', async () => {
  const connection = await sandbox.connect(bomcontrole, {}, context);
  const pages = await readAll(bomcontrole, connection);
  const receivables = rowsOf<ReceivableRow>(pages);
  expect(new Set(receivables.map((row) => row.guid)).size).toBe(receivables.length);
  expect(new Set(pages.map((page) => page.total))).toEqual(new Set([receivables.length]));
  // Two looks, page by page.
  expect(pages).toHaveLength(2 * Math.ceil(receivables.length / 100));
  expect(pages.every((page) => page.skipped === 0)).toBe(true);

  const url = decodeURIComponent((await sandbox.requests(connection.token))[0]?.url ?? '');
  expect(url).toContain('dataInicio=2026-07-01 00:00:00&dataTermino=2027-01-31 23:59:59&tipoData=DataPadrao');
  expect(url).toContain('despesa=false&paginacao.itensPorPagina=100&paginacao.numeroDaPagina=1');
});

test('spaces of dates travel as %20, never as +', async () => {
  const connection = await sandbox.connect(bomcontrole, {}, context);
  await bomcontrole.probe(connection);
  const [request] = await sandbox.requests(connection.token);
  expect(request?.url).toContain('dataInicio=2026-07-01%2000%3A00%3A00');
  expect(request).toMatchObject({ status: 200 });
});

test('a later run reads what changed since, and its total counts only that', async () => {
  const connection = await sandbox.connect(
    bomcontrole,
    { changed: 130 },
    {
      ...context,
      lastSuccessStartedAt: new Date(now - 3_600_000).toISOString(),
    },
  );
  const pages = await readAll(bomcontrole, connection);
  const total = read(pages);
  expect(pages.at(-1)?.total).toBe(total);
  // What the token changed, and the payments since yesterday; expenses are asked away.
  expect(total).toBeGreaterThan(90);
  expect(total).toBeLessThan(400);
  const urls = (await sandbox.requests(connection.token)).map((request) => request.url);
  expect(urls.every((url) => url.includes('tipoData=UltimaAlteracao'))).toBe(true);
});

test('a new month is read beside the changes, and the total is known once both are being read', async () => {
  const connection = await sandbox.connect(
    bomcontrole,
    {},
    { ...context, lastSuccessStartedAt: '2026-10-31T15:00:00Z' },
  );
  const pages = await readAll(bomcontrole, connection);
  const urls = (await sandbox.requests(connection.token)).map((request) => request.url);
  const months = urls.filter((url) => url.includes('dataInicio=2027-01-01%20'));
  expect(months.length).toBeGreaterThan(0);
  expect(pages[0]?.total).toBeNull();
  expect(pages.at(-1)?.total).toBe(read(pages));
});

test('a bare array is read page by page to an empty one', async () => {
  const connection = await sandbox.connect(bomcontrole, { companies: 60, faults: [{ kind: 'bare_array' }] }, context);
  const whole = await sandbox.connect(bomcontrole, { companies: 60 }, context);
  const pages = await readAll(bomcontrole, connection);
  expect(read(pages)).toBe(read(await readAll(bomcontrole, whole)));
  expect(pages[0]?.total).toBeNull();
  expect(pages.at(-1)?.total).toBe(read(pages));
});

test('rows that stand on two pages are read once', async () => {
  const moved = await sandbox.connect(bomcontrole, { faults: [{ kind: 'rows_on_two_pages', rows: 5 }] }, context);
  const still = await sandbox.connect(bomcontrole, {}, context);
  expect(read(await readAll(bomcontrole, moved))).toBe(read(await readAll(bomcontrole, still)));
});

test('a page that stays empty although more is announced is an error', async () => {
  const faults = [{ kind: 'empty_page_once', page: 3, times: 20 } as const];
  const connection = await sandbox.connect(bomcontrole, { faults }, context);
  const error = await jobError(readAll(bomcontrole, connection));
  expect(error).toMatchObject({ kind: 'temporary', code: 'incomplete_read' });
  expect(error.message).toContain('página 3');
  expect(error.message).toMatch(/lidos 200 de \d{4}/);
});

test('a key without the financial module says which module is missing', async () => {
  const connection = await sandbox.connect(bomcontrole, { modules: ['Cliente'] }, context);
  const error = await jobError(bomcontrole.probe(connection));
  expect(error).toMatchObject({ kind: 'permanent', code: 'permission_denied' });
  expect(error.message).toContain('módulo Financeiro');
});

test('expenses that come in spite of the question are counted, not stored', async () => {
  const guid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
  const movement = (n: number, Debito: boolean) => ({
    IdMovimentacaoFinanceiraParcela: guid(n),
    Debito,
    DataVencimento: '2026-11-10 00:00:00',
    Valor: 10,
  });
  server.answer = (_, response) =>
    response.end(JSON.stringify({ Itens: [movement(1, false), movement(2, true), movement(3, false)], TotalItens: 3 }));
  const connection = await sandbox.connect(bomcontrole, {}, { ...context, access: accessTo(server.url) });
  const pages = await readAll(bomcontrole, connection);
  expect(pages).toMatchObject([{ read: 3, total: 3, skipped: 1 }]);
  expect(rowsOf<ReceivableRow>(pages).map((row) => row.guid)).toEqual([guid(1), guid(3)]);
});

test('a bare array that is longer than a page was not paged at all', async () => {
  let calls = 0;
  const movements = Array.from({ length: 150 }, (_, n) => ({
    IdMovimentacaoFinanceiraParcela: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    DataVencimento: '2026-11-10 00:00:00',
    Valor: 10,
  }));
  server.answer = (_, response) => {
    calls += 1;
    response.end(JSON.stringify(movements));
  };
  const connection = await sandbox.connect(bomcontrole, {}, { ...context, access: accessTo(server.url) });
  expect(read(await readAll(bomcontrole, connection))).toBe(150);
  expect(calls).toBe(1);
});

test("with its own pace a run stays below the provider's limit", async () => {
  const connection = await sandbox.connect(
    bomcontrole,
    { rateLimitPerMinute: 10, rateLimitWindowMs: 2_500, companies: 200 },
    context,
  );
  const pace = createPacer(bomcontrole.callIntervalMs, connection.access.signal);
  const pages = await readAll(bomcontrole, { ...connection, access: { ...connection.access, pace } });
  expect(pages.length).toBeGreaterThan(11);
  expect((await sandbox.requests(connection.token)).every((request) => request.status === 200)).toBe(true);
});
