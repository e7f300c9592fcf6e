import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, expireLease } from '../../support/database/fixtures.ts';
import { counters, guid, receivable, runningJob, storeReceivables } from '../../support/database/synced-data.ts';

const database = testDatabase();

const rowsOf = (tenantId: string) => database.sql<{ guid: string; version: string; amount: string }[]>`
  select guid, xmin::text as version, amount::text from public.receivables where tenant_id = ${tenantId} order by guid`;

test('a page is written with its checkpoint and counted', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  const answer = await storeReceivables(sql, job, [receivable(1), receivable(2)], 3);
  expect(answer).toMatchObject({ state: 'held', processed: 5 });
  expect(await counters(sql, job)).toMatchObject({
    processed: 5,
    created: 2,
    updated: 0,
    unchanged: 0,
    skipped: 3,
    problems: 0,
  });
  const [row] = await sql`
    select document, customer_name, due_on::text, competence_on::text, paid_on, amount::text, payment_method, installment, installments, invoice_id
    from public.receivables where tenant_id = ${job.tenant.id} and guid = ${guid(1)}`;
  const { guid: _, ...expected } = receivable(1);
  expect(row).toEqual(expected);
});

test('the same page again writes no row', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  const page = [receivable(1), receivable(2), receivable(3)];
  await storeReceivables(sql, job, page);
  const before = await rowsOf(job.tenant.id);
  await storeReceivables(sql, job, page);
  expect(await rowsOf(job.tenant.id)).toEqual(before);
  expect(await counters(sql, job)).toMatchObject({ processed: 6, created: 3, updated: 0, unchanged: 3 });
});

test('only what changed is written, and it is dated', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeReceivables(sql, job, [receivable(1), receivable(2)]);
  const before = await rowsOf(job.tenant.id);
  await storeReceivables(sql, job, [receivable(1), receivable(2, { paid_on: '2026-11-12' })]);
  const after = await rowsOf(job.tenant.id);
  expect(after[0]).toEqual(before[0]);
  expect(after[1]?.version).not.toBe(before[1]?.version);
  const [row] = await sql`
    select paid_on::text, updated_at > created_at as is_dated from public.receivables where tenant_id = ${job.tenant.id} and guid = ${guid(2)}`;
  expect(row).toEqual({ paid_on: '2026-11-12', is_dated: true });
  expect(await counters(sql, job)).toMatchObject({ created: 2, updated: 1, unchanged: 1 });
});

test('of equal guids on a page the last one wins, and the counts add up to the page', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeReceivables(sql, job, [receivable(1, { amount: '1' }), receivable(2), receivable(1, { amount: '2' })]);
  expect((await rowsOf(job.tenant.id)).map((row) => row.amount)).toEqual(['2.00', '100.50']);
  expect(await counters(sql, job)).toMatchObject({ processed: 3, created: 2, updated: 0, unchanged: 1 });
});

test('two tenants with the same guid do not meet', async () => {
  const { sql } = database;
  const [one, other] = [await runningJob(sql, 'bomcontrole'), await runningJob(sql, 'bomcontrole')];
  await storeReceivables(sql, one, [receivable(1, { amount: '1' })]);
  await storeReceivables(sql, other, [receivable(1, { amount: '2' })]);
  expect((await rowsOf(one.tenant.id)).map((row) => row.amount)).toEqual(['1.00']);
  expect((await rowsOf(other.tenant.id)).map((row) => row.amount)).toEqual(['2.00']);
});

test('without the lease nothing is written, neither rows nor checkpoint', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  const stale = { ...job, lease_token: guid(99) };
  expect(await storeReceivables(sql, stale, [receivable(1)])).toEqual({ state: 'lost' });
  await expireLease(sql, job.job_id);
  await call(sql, 'integration_queue_tick');
  expect(await storeReceivables(sql, job, [receivable(1)])).toEqual({ state: 'lost' });
  expect(await rowsOf(job.tenant.id)).toHaveLength(0);
});

test('an unchanged receivable is not even locked', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeReceivables(sql, job, [receivable(1), receivable(2)]);
  await storeReceivables(sql, job, [receivable(1), receivable(2, { amount: '7.00' })]);
  const rows = await sql`select xmax::text from public.receivables where tenant_id = ${job.tenant.id} order by guid`;
  expect(rows[0]).toEqual({ xmax: '0' });
});

test('of equal guids on a page the last wins, also when it says what is known', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeReceivables(sql, job, [receivable(1)]);
  const before = await rowsOf(job.tenant.id);
  await storeReceivables(sql, job, [receivable(1, { amount: '7.00' }), receivable(1)]);
  expect(await rowsOf(job.tenant.id)).toEqual(before);
});
