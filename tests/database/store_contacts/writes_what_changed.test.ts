import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, readLogs, required } from '../../support/database/fixtures.ts';
import {
  contact,
  counters,
  guid,
  runningJob,
  runOf,
  storeCompanies,
  storeContacts,
} from '../../support/database/synced-data.ts';

const database = testDatabase();
const ACME = { document: '10000000000226', legal_name: 'ACME COMERCIO DE FERRAGENS LTDA' };

const rowsOf = (tenantId: string) => database.sql<{ external_id: string; match_status: string; version: string }[]>`
  select c.external_id, c.match_status, company.legal_name as company, c.xmin::text as version
  from public.contacts as c left join public.companies as company on company.id = c.company_id
  where c.tenant_id = ${tenantId} order by c.external_id`;

test('a page is written, matched and counted, and the totals reach the log', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeCompanies(sql, job.tenant, [ACME]);
  const page = [
    contact(1, 'Acme Comércio de Ferragens - Maria', { email: 'maria@acme.test' }),
    contact(2, 'Acme Comercio de Ferr - João'),
    contact(3, 'Entregador'),
    contact(4, null, { number: null }),
  ];
  expect(await storeContacts(sql, job, page, 2)).toMatchObject({ state: 'held', processed: 6 });
  expect(await counters(sql, job)).toMatchObject({
    processed: 6,
    created: 4,
    updated: 0,
    unchanged: 0,
    matched: 1,
    review: 1,
    ignored: 2,
    skipped: 2,
    problems: 0,
  });
  expect(await rowsOf(job.tenant.id)).toMatchObject([
    { external_id: '1', match_status: 'matched', company: ACME.legal_name },
    { external_id: '2', match_status: 'review', company: ACME.legal_name },
    { external_id: '3', match_status: 'ignored', company: null },
    { external_id: '4', match_status: 'ignored', company: null },
  ]);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  const [log] = await readLogs(sql, job.job_id);
  expect(log).toMatchObject({ total_processados: 6, total_matched: 1, total_review: 1, total_ignored: 2 });
});

test('the same page again writes no row and counts the matches again', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeCompanies(sql, job.tenant, [ACME]);
  const page = [
    contact(1, 'Acme Comercio de Ferragens'),
    contact(2, 'Acme Comercio de Ferr'),
    contact(3, 'Entregador'),
  ];
  await storeContacts(sql, job, page);
  const before = await rowsOf(job.tenant.id);
  await storeContacts(sql, job, page);
  expect(await rowsOf(job.tenant.id)).toEqual(before);
  expect(await counters(sql, job)).toMatchObject({
    created: 3,
    updated: 0,
    unchanged: 3,
    matched: 2,
    review: 2,
    ignored: 2,
  });
});

test('a contact that changes is written, its neighbours are not', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeContacts(sql, job, [contact(1, 'A'), contact(2, 'B')]);
  const before = await rowsOf(job.tenant.id);
  await storeContacts(sql, job, [contact(1, 'A'), contact(2, 'B', { number: '5511911111111' })]);
  const after = await rowsOf(job.tenant.id);
  expect(after[0]).toEqual(before[0]);
  expect(after[1]?.version).not.toBe(before[1]?.version);
});

test('of equal ids on a page the last one wins', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeContacts(sql, job, [contact(1, 'A'), contact(1, 'B')]);
  const rows = await sql`select name from public.contacts where tenant_id = ${job.tenant.id}`;
  expect([...rows]).toEqual([{ name: 'B' }]);
  expect(await counters(sql, job)).toMatchObject({ processed: 2, created: 1, unchanged: 1, ignored: 2 });
});

test('the next run finds companies that appeared or were renamed since, and drops those that are gone', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  const page = [contact(1, 'Acme Comercio de Ferragens'), contact(2, 'Nova Razão Social')];
  const statuses = async () => {
    await runOf(sql, 'onecode', job.tenant, [page]);
    return (await rowsOf(job.tenant.id)).map((row) => row.match_status);
  };
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await statuses()).toEqual(['ignored', 'ignored']);
  await storeCompanies(sql, job.tenant, [ACME]);
  expect(await statuses()).toEqual(['matched', 'ignored']);
  await storeCompanies(sql, job.tenant, [{ ...ACME, legal_name: 'Nova Razão Social Ltda' }]);
  expect(await statuses()).toEqual(['ignored', 'matched']);
  await sql`delete from public.companies where tenant_id = ${job.tenant.id}`;
  expect((await rowsOf(job.tenant.id)).map((row) => row.match_status)).toEqual(['ignored', 'ignored']);
  expect(await statuses()).toEqual(['ignored', 'ignored']);
});

test('without the lease nothing is written', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  expect(await storeContacts(sql, { ...job, lease_token: guid(9) }, [contact(1, 'A')])).toEqual({ state: 'lost' });
  expect(await rowsOf(job.tenant.id)).toHaveLength(0);
});

test('a tenant can be deleted with its companies, contacts and names', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeCompanies(sql, job.tenant, [ACME]);
  await storeContacts(sql, job, [contact(1, 'Acme Comercio de Ferragens')]);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  await sql`delete from public.tenants where id = ${job.tenant.id}`;
  const [left] = await sql<{ names: number }[]>`
    select count(*)::int as names from private.company_names where tenant_id = ${job.tenant.id}`;
  expect(required(left).names).toBe(0);
});
