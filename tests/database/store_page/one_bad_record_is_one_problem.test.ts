import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, sqlstate } from '../../support/database/fixtures.ts';
import {
  contact,
  counters,
  guid,
  receivable,
  runningJob,
  storeContacts,
  storeReceivables,
} from '../../support/database/synced-data.ts';

const database = testDatabase();

const problemsOf = async (jobId: string) => {
  const [lease] = await database.sql<{ problems: { item: string; reason: string }[] }[]>`
    select problems from private.job_leases where job_id = ${jobId}`;
  return lease?.problems;
};
const guidsOf = (tenantId: string) =>
  database.sql`select guid from public.receivables where tenant_id = ${tenantId} order by guid`;

test('a record that cannot be stored becomes a problem with a reason, everything else is stored, and the counters add up', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  const rows = Array.from({ length: 9 }, (_, index) => receivable(index + 1));
  rows[2] = receivable(3, { amount: null });
  rows[6] = receivable(7, { due_on: '2026-02-30', customer_name: 'Padaria São João' });
  rows[7] = receivable(8, { amount: '1e40' });
  expect(await storeReceivables(sql, job, rows, 2)).toMatchObject({ state: 'held', processed: 11 });
  expect(await counters(sql, job)).toEqual({
    processed: 11,
    created: 6,
    updated: 0,
    unchanged: 0,
    problems: 3,
    skipped: 2,
  });
  expect([...(await guidsOf(job.tenant.id))].map((row) => row.guid)).toEqual([1, 2, 4, 5, 6, 9].map(guid));
  expect(await problemsOf(job.job_id)).toEqual([
    { item: `ID ${guid(3)}, Banco do Brasil S.A.`, reason: 'falta um valor obrigatório (código 23502)' },
    {
      item: `ID ${guid(7)}, Padaria São João`,
      reason: 'um dos valores tem formato ou tamanho que não pode ser gravado (código 22008)',
    },
    {
      item: `ID ${guid(8)}, Banco do Brasil S.A.`,
      reason: 'um dos valores tem formato ou tamanho que não pode ser gravado (código 22003)',
    },
  ]);
});

test('problems of the mapping come first, and a page of nothing but bad records moves the cursor all the same', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  const mapped = [{ item: 'página 1, linha 2', reason: 'sem id' }];
  await call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [contact(1, 'A', { number: 'x' })],
    { page: 2 },
    null,
    null,
    mapped,
  );
  expect(await problemsOf(job.job_id)).toMatchObject([{ reason: 'sem id' }, { item: 'ID 1, A' }]);
  expect(await counters(sql, job)).toMatchObject({ processed: 2, problems: 2, created: 0 });
  const [lease] = await sql`select cursor from private.job_leases where job_id = ${job.job_id}`;
  expect(lease?.cursor).toEqual({ page: 2 });
});

test('a record that is no object is a problem', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeContacts(sql, job, ['texto' as never, contact(1, 'A')]);
  expect(await counters(sql, job)).toMatchObject({ processed: 2, problems: 1, created: 1 });
});

test('an error that is no record’s fault ends the attempt and writes nothing', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'onecode');
  await storeContacts(sql, job, [contact(1, 'A')]);
  await sql`
    create function private.fail_for_lack_of_room() returns trigger language plpgsql as $$
    begin raise exception 'disk full' using errcode = '53100'; end $$`;
  await sql.unsafe(`
    create trigger fail_for_lack_of_room before insert on public.contacts
    for each row when (new.tenant_id = '${job.tenant.id}') execute function private.fail_for_lack_of_room()`);
  try {
    expect(await sqlstate(storeContacts(sql, job, [contact(2, 'B'), contact(3, 'C')]))).toBe('53100');
    expect(await counters(sql, job)).toMatchObject({ processed: 1, created: 1, problems: 0 });
  } finally {
    await sql`drop trigger fail_for_lack_of_room on public.contacts`;
    await sql`drop function private.fail_for_lack_of_room`;
  }
});
