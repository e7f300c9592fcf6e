import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, required } from '../../support/database/fixtures.ts';
import {
  counters,
  receivable,
  runningJob,
  storeCompanies,
  storeReceivables,
} from '../../support/database/synced-data.ts';

const database = testDatabase();
const BANK = { document: '00000000000191', legal_name: 'Banco do Brasil S.A.' };

/** Names of the companies that the tenant's receivables are linked to, in the order of their guids. */
const linked = async (tenantId: string) => {
  const rows = await database.sql<{ legal_name: string | null }[]>`
    select c.legal_name from public.receivables as r left join public.companies as c on c.id = r.company_id
    where r.tenant_id = ${tenantId} order by r.guid`;
  return rows.map((row) => row.legal_name);
};

test('a receivable belongs to the company with its document', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeCompanies(sql, job.tenant, [BANK]);
  await storeReceivables(sql, job, [
    receivable(1),
    receivable(2, { document: null }),
    receivable(3, { document: '52998224725' }),
  ]);
  expect(await linked(job.tenant.id)).toEqual([BANK.legal_name, null, null]);
});

test('a company of another tenant is none', async () => {
  const { sql } = database;
  const [job, other] = [await runningJob(sql, 'bomcontrole'), await runningJob(sql, 'bomcontrole')];
  await storeCompanies(sql, other.tenant, [BANK]);
  await storeReceivables(sql, job, [receivable(1)]);
  expect(await linked(job.tenant.id)).toEqual([null]);
  const [company] = await sql<{ id: string }[]>`select id from public.companies where tenant_id = ${other.tenant.id}`;
  const link = sql`update public.receivables set company_id = ${required(company).id} where tenant_id = ${job.tenant.id}`;
  await expect(link).rejects.toMatchObject({ constraint_name: 'company_is_of_the_same_tenant' });
});

test('when the company appears its receivables are linked at once, and the next run finds them unchanged', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  const page = [receivable(1), receivable(2)];
  await storeReceivables(sql, job, page);
  expect(await linked(job.tenant.id)).toEqual([null, null]);
  await storeCompanies(sql, job.tenant, [BANK, { document: '52998224725', legal_name: 'Fulana' }]);
  expect(await linked(job.tenant.id)).toEqual([BANK.legal_name, BANK.legal_name]);
  await storeReceivables(sql, job, page);
  expect(await counters(sql, job)).toMatchObject({ created: 2, updated: 0, unchanged: 2 });
});

test('a company and a receivable that are written at the same moment find each other', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  // The receivable is not committed yet while the company is written in another transaction.
  const committed = sql.begin(async (receivables) => {
    await storeReceivables(receivables, job, [receivable(1)]);
    const companies = storeCompanies(sql, job.tenant, [BANK]);
    await waitsForALock(sql);
    return { companies };
  });
  await (await committed).companies;
  expect(await linked(job.tenant.id)).toEqual([BANK.legal_name]);

  // And the other way round.
  const second = await runningJob(sql, 'bomcontrole');
  const done = sql.begin(async (companies) => {
    await storeCompanies(companies, second.tenant, [BANK]);
    const receivables = storeReceivables(sql, second, [receivable(1)]);
    await waitsForALock(sql);
    return { receivables };
  });
  await (await done).receivables;
  expect(await linked(second.tenant.id)).toEqual([BANK.legal_name]);
});

test('a company that is deleted leaves its receivables, unlinked', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole');
  await storeCompanies(sql, job.tenant, [BANK]);
  await storeReceivables(sql, job, [receivable(1)]);
  await sql`delete from public.companies where tenant_id = ${job.tenant.id}`;
  expect(await linked(job.tenant.id)).toEqual([null]);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  await sql`delete from public.tenants where id = ${job.tenant.id}`;
  expect(await linked(job.tenant.id)).toEqual([]);
});

/** Waits until somebody in this database waits for an advisory lock. */
async function waitsForALock(sql: typeof database.sql): Promise<void> {
  while (true) {
    const waiting = await sql`
      select 1 from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`;
    if (waiting.length > 0) return;
  }
}
