import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call } from '../../support/database/fixtures.ts';
import {
  contact,
  counters,
  guid,
  type RunningJob,
  receivable,
  runningJob,
} from '../../support/database/synced-data.ts';

const database = testDatabase();

const COMPANY = {
  document: '12ABC34501DE35',
  external_id: '101',
  legal_name: 'Silva & Souza',
  is_active: true,
  state: 'SP',
  monthly_fee: '100.00',
};

const without = <T extends object>(row: T, ...names: (keyof T)[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name as keyof T)));

const store = (job: RunningJob, rows: object[], problems: object[] = []) =>
  call(database.sql, 'store_integration_page', job.job_id, job.lease_token, rows, { page: 2 }, null, 'Lendo', problems);

const companyOf = async (job: RunningJob) => {
  const [row] = await database.sql`
    select is_active, state, monthly_fee::text from public.companies where tenant_id = ${job.tenant.id}`;
  return row;
};

test('a company whose status and fee were not understood keeps both, and its other fields change', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  await store(job, [COMPANY]);
  await store(job, [{ ...without(COMPANY, 'is_active', 'monthly_fee'), state: 'RJ' }]);
  expect(await companyOf(job)).toEqual({ is_active: true, state: 'RJ', monthly_fee: '100.00' });
  expect(await counters(database.sql, job)).toMatchObject({ created: 1, updated: 1 });
});

test('a company that the provider calls inactive stays so while it says nothing', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  await store(job, [{ ...COMPANY, is_active: false }]);
  await store(job, [without(COMPANY, 'is_active')]);
  expect(await companyOf(job)).toMatchObject({ is_active: false });
});

test('nobody knows whether a new company without a status is active', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  await store(job, [without(COMPANY, 'is_active', 'monthly_fee')]);
  expect(await companyOf(job)).toEqual({ is_active: null, state: 'SP', monthly_fee: null });
  await store(job, [COMPANY]);
  expect(await companyOf(job)).toMatchObject({ is_active: true });
});

test('a field that the provider has emptied is emptied: null is not the same as not understood', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  await store(job, [COMPANY]);
  await store(job, [{ ...COMPANY, monthly_fee: null, state: null }]);
  expect(await companyOf(job)).toMatchObject({ monthly_fee: null, state: null });
});

test('receivables and contacts keep what was not understood as well', async () => {
  const { sql } = database;
  const receivables = await runningJob(sql, 'bomcontrole');
  await store(receivables, [receivable(1)]);
  await store(receivables, [{ ...without(receivable(1), 'document', 'installments'), amount: '7.00' }]);
  expect(
    await sql`select document, installments, amount::text from public.receivables where guid = ${guid(1)}`,
  ).toEqual([{ document: '00000000000191', installments: 1, amount: '7.00' }]);

  const contacts = await runningJob(sql, 'onecode');
  await store(contacts, [contact(1, 'Maria')]);
  await store(contacts, [without(contact(1, 'Maria da Silva'), 'number')]);
  expect(await sql`select name, number from public.contacts where tenant_id = ${contacts.tenant.id}`).toEqual([
    { name: 'Maria da Silva', number: '5511900000000' },
  ]);
});

test('a run that does not understand the same fields again writes nothing', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  const page = [without(COMPANY, 'is_active', 'monthly_fee')];
  await store(job, page);
  await store(job, page);
  expect(await counters(database.sql, job)).toMatchObject({ created: 1, updated: 0, unchanged: 1 });
});

test('a field of a record that was stored is a warning: the record counts once', async () => {
  const job = await runningJob(database.sql, 'acessorias');
  const item = 'página 1, linha 1, ID 101';
  const answer = await store(
    job,
    [without(COMPANY, 'monthly_fee', 'state')],
    [
      { item, reason: 'Honorario: não é um valor em dinheiro', is_stored: true },
      { item, reason: 'UF: não é uma UF', is_stored: true },
      { item: 'página 1, linha 2', reason: 'Identificador: está vazio' },
    ],
  );
  expect(answer).toMatchObject({ processed: 2 });
  expect(await counters(database.sql, job)).toMatchObject({ processed: 2, created: 1, problems: 1, not_understood: 2 });
  const [lease] =
    await database.sql`select jsonb_array_length(problems) as listed from private.job_leases where job_id = ${job.job_id}`;
  expect(lease).toEqual({ listed: 3 });
});
