import { expect, test } from 'vitest';
import type { CompanyRow } from '../../../../supabase/functions/sync-acessorias/company.ts';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { providerSandbox, readAll, rowsOf } from '../support/provider.ts';

const sandbox = providerSandbox();

test('every company is read once, by `Pagina`, until a page is empty, and looked at twice', async () => {
  const context = await sandbox.connect(acessorias);
  const pages = await readAll(acessorias, context);
  const companies = rowsOf<CompanyRow>(pages);
  expect(companies).toHaveLength(511);
  expect(new Set(companies.map((company) => company.document)).size).toBe(511);
  expect(pages.reduce((sum, page) => sum + page.read, 0)).toBe(511);

  const asked = (await sandbox.requests(context.token)).map((request) => request.page);
  const once = Array.from({ length: 27 }, (_, index) => index + 1);
  expect(asked.toSorted((one, other) => one - other)).toEqual(once.flatMap((page) => [page, page]));
});

test('a page says for people what was read', async () => {
  const context = await sandbox.connect(acessorias, { companies: 30 });
  const pages = await readAll(acessorias, context);
  expect(pages.map((page) => page.step)).toEqual([
    'Lendo empresas: página 1',
    'Lendo empresas: página 2',
    'Concluindo a leitura',
  ]);
  // How many there are is known when the list was read once.
  expect(pages.map((page) => page.total)).toEqual([null, 30, 30]);
});

test('rows that stand on two pages are read once', async () => {
  const context = await sandbox.connect(acessorias, { faults: [{ kind: 'rows_on_two_pages', rows: 7 }] });
  const pages = await readAll(acessorias, context);
  expect(pages.reduce((sum, page) => sum + page.read, 0)).toBe(511);
});

test('an office without companies is read to its end', async () => {
  const context = await sandbox.connect(acessorias, { companies: 0 });
  expect(rowsOf(await readAll(acessorias, context))).toEqual([]);
});
