import { expect, test } from 'vitest';
import { become, testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createTenant,
  readLogs,
  required,
  sqlstate,
  type Tenant,
} from '../../support/database/fixtures.ts';
import {
  company,
  contact,
  guid,
  receivable,
  runningJob,
  runOf,
  storePage,
} from '../../support/database/synced-data.ts';

const database = testDatabase();
const newTenant = () => createTenant(database.sql, ['acessorias', 'bomcontrole', 'onecode']);
const many = (count: number, from = 1) => Array.from({ length: count }, (_, index) => company(from + index));

/** Ids of the records that are there. */
async function present(table: 'companies' | 'contacts' | 'receivables', tenant: Tenant): Promise<string[]> {
  const rows = await database.sql.unsafe<{ key: string }[]>(
    `select ${table === 'receivables' ? 'guid::text' : 'external_id'} as key from public.${table}
     where tenant_id = '${tenant.id}' and gone_at is null order by 1`,
  );
  return rows.map((row) => row.key);
}

test.for([
  ['companies', 'acessorias', company],
  ['contacts', 'onecode', (n: number) => contact(n, `Contato ${n}`)],
  ['receivables', 'bomcontrole', receivable],
] as const)(
  '%s that a full read does not bring are gone since that run, and back when they come again',
  async ([table, provider, record]) => {
    const { sql } = database;
    const tenant = await newTenant();
    const first = await runOf(sql, provider, tenant, [[record(1), record(2)], [record(3)]]);
    expect(first.result).toMatchObject({ created: 3, removed: 0 });
    const second = await runOf(sql, provider, tenant, [[record(1)], [record(3)]]);
    expect(second.result).toMatchObject({ unchanged: 2, removed: 1, processed: 2 });
    expect(await present(table, tenant)).toHaveLength(2);
    const [gone] = await sql.unsafe(
      `select gone_by_job, gone_at > now() - interval '1 minute' as is_now from public.${table} where tenant_id = '${tenant.id}' and gone_at is not null`,
    );
    expect(gone).toEqual({ gone_by_job: second.id, is_now: true });
    const [log] = await readLogs(sql, second.id);
    expect(required(log as never as { response: Record<string, number> }).response).toMatchObject({ removed: 1 });

    const third = await runOf(sql, provider, tenant, [[record(1), record(2), record(3)]]);
    expect(third.result).toMatchObject({ updated: 1, unchanged: 2, removed: 0 });
    expect(await present(table, tenant)).toHaveLength(3);
  },
);

test('a record that came with a problem, or was skipped, is not gone', async () => {
  const tenant = await newTenant();
  await runOf(database.sql, 'acessorias', tenant, [many(3)]);
  const job = await runningJob(database.sql, 'acessorias', tenant);
  await storePage(database.sql, job, [company(1)], {
    keys: ['1', '2', '3'],
    problems: [{ item: 'ID 2', reason: 'sem razão social' }],
    cursor: null,
  });
  await call(database.sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await present('companies', tenant)).toEqual(['1', '2', '3']);
});

test.for([
  ['empty', [[]], {}],
  ['incremental', [many(1)], { isFull: false }],
  ['with a page of which nobody knows the ids', [many(1)], { keys: null }],
] as const)('a read that is %s marks nothing', async ([, pages, options]) => {
  const tenant = await newTenant();
  await runOf(database.sql, 'acessorias', tenant, [many(3)]);
  const run = await runOf(database.sql, 'acessorias', tenant, pages as never, options);
  expect(run.status).toBe('success');
  expect(run.result).not.toHaveProperty('removed');
  expect(await present('companies', tenant)).toHaveLength(3);
});

test('a run with one page that is not full marks nothing', async () => {
  const tenant = await newTenant();
  await runOf(database.sql, 'acessorias', tenant, [many(3)]);
  const job = await runningJob(database.sql, 'acessorias', tenant);
  await storePage(database.sql, job, [company(1)]);
  await storePage(database.sql, job, [company(2)], { isFull: false, cursor: null });
  await call(database.sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await present('companies', tenant)).toHaveLength(3);
});

async function resumedAfterPageOf(tenant: Tenant) {
  const { sql } = database;
  await runOf(sql, 'acessorias', tenant, [many(3)]);
  const failed = await runningJob(sql, 'acessorias', tenant);
  await storePage(sql, failed, [company(1)]);
  await call(sql, 'fail_integration_job', failed.job_id, failed.lease_token, 'permanent', 'provider_error', 'x');
  expect(await present('companies', tenant)).toHaveLength(3);
  return { failed, resumed: await runningJob(sql, 'acessorias', tenant) };
}

test('a run that failed marks nothing; the one that goes on from it knows what came and marks the rest', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const { failed, resumed } = await resumedAfterPageOf(tenant);
  await storePage(sql, resumed, [company(2)], { cursor: null });
  await call(sql, 'finish_integration_job', resumed.job_id, resumed.lease_token);
  expect(await present('companies', tenant)).toEqual(['1', '2']);
  // What changed at the provider while the failed one read has to be asked for again.
  const [read] = await sql`
    select started_at = (select created_at from public.integration_jobs where id = ${failed.job_id}) as is_that_of_the_first
    from private.full_reads where tenant_id = ${tenant.id}`;
  expect(read).toEqual({ is_that_of_the_first: true });
});

test('one that begins where another stopped, without what that one had read, marks nothing', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const { resumed } = await resumedAfterPageOf(tenant);
  await sql`delete from private.read_pages where job_id = ${resumed.job_id}`;
  await storePage(sql, resumed, [company(2)], { cursor: null });
  await call(sql, 'finish_integration_job', resumed.job_id, resumed.lease_token);
  expect(await present('companies', tenant)).toHaveLength(3);
});

test('an attempt that goes on after a failure of the same run counts its pages too', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await runOf(sql, 'acessorias', tenant, [many(3)]);
  const job = await runningJob(sql, 'acessorias', tenant);
  await storePage(sql, job, [company(1)]);
  await call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'temporary', 'provider_error', 'x', 0);
  const [claim] = await sql<{ claim: { lease_token: string } }[]>`select public.claim_integration_job('test') as claim`;
  const next = { ...job, lease_token: required(claim).claim.lease_token };
  await storePage(sql, next, [company(3)], { cursor: null });
  await call(sql, 'finish_integration_job', next.job_id, next.lease_token);
  expect(await present('companies', tenant)).toEqual(['1', '3']);
});

test('of a provider that is read by a window only what lies in it can be gone', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await runOf(sql, 'bomcontrole', tenant, [
    [
      receivable(1, { due_on: '2026-06-30' }),
      receivable(2, { due_on: '2026-07-01' }),
      receivable(3, { due_on: '2027-01-31' }),
      receivable(4, { due_on: '2027-02-01' }),
      receivable(5, { due_on: '2026-10-01' }),
    ],
  ]);
  const scope = { column: 'due_on', from: '2026-07-01', to: '2027-01-31' };
  const run = await runOf(sql, 'bomcontrole', tenant, [[receivable(5, { due_on: '2026-10-01' })]], { scope });
  expect(run.result).toMatchObject({ removed: 2 });
  expect(await present('receivables', tenant)).toEqual([guid(1), guid(4), guid(5)]);
});

test('another tenant loses nothing', async () => {
  const [tenant, other] = [await newTenant(), await newTenant()];
  await runOf(database.sql, 'acessorias', other, [many(2)]);
  await runOf(database.sql, 'acessorias', tenant, [many(2)]);
  await runOf(database.sql, 'acessorias', tenant, [many(1)]);
  expect(await present('companies', other)).toHaveLength(2);
});

test('more than a fifth and at least 20 at once are left alone, and the result warns', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await runOf(sql, 'acessorias', tenant, [many(60)]);
  const run = await runOf(sql, 'acessorias', tenant, [many(40)]);
  expect(run.status).toBe('success');
  expect(run.result).toMatchObject({
    removed: 0,
    warnings: [{ code: 'mass_removal', missing: 20, stored: 60, limit: 0.2 }],
  });
  expect(await present('companies', tenant)).toHaveLength(60);
});

test.for([
  ['a fifth', 100, 80],
  ['less than 20', 25, 6],
] as const)('%s at once is marked', async ([, before, after]) => {
  const tenant = await newTenant();
  await runOf(database.sql, 'acessorias', tenant, [many(before)]);
  const run = await runOf(database.sql, 'acessorias', tenant, [many(after)]);
  expect(run.result).toMatchObject({ removed: before - after });
  expect(run.result).not.toHaveProperty('warnings');
});

test('what is gone already is missed no second time', async () => {
  const tenant = await newTenant();
  for (const [count, removed] of [
    [100, 0],
    [85, 15],
    [75, 10],
    [75, 0],
  ] as const) {
    const run = await runOf(database.sql, 'acessorias', tenant, [many(count)]);
    expect(run.result).toMatchObject({ removed });
    expect(run.result).not.toHaveProperty('warnings');
  }
});

/** A tenant whose last run missed 20 of 60 companies, and somebody of it. */
async function massRemoval() {
  const { sql } = database;
  const tenant = await newTenant();
  await runOf(sql, 'acessorias', tenant, [many(60)]);
  const run = await runOf(sql, 'acessorias', tenant, [many(40)]);
  const as = <T>(user: string, statement: 'confirm_integration_removals' | 'integration_removals_pending') =>
    sql.begin(async (transaction) => {
      await become(transaction, { user });
      const [row] = await transaction.unsafe<{ answer: T }[]>(`select public.${statement}($1) as answer`, [run.id]);
      return required(row).answer;
    });
  return { tenant, run, as };
}

test('an admin confirms a mass removal once: the records are gone by that run, and the trail says who', async () => {
  const { sql } = database;
  const { tenant, run, as } = await massRemoval();
  const admin = await createMember(sql, tenant, 'admin');
  expect(await as(admin, 'integration_removals_pending')).toBe(true);
  expect(await as(admin, 'confirm_integration_removals')).toEqual({ removed: 20 });
  expect(await present('companies', tenant)).toHaveLength(40);
  const [noted] =
    await sql`select count(*)::int from public.integration_changes where job_id = ${run.id} and kind = 'gone'`;
  expect(noted).toEqual({ count: 20 });
  const [event] =
    await sql`select action, actor_id, job_id, details from public.integration_events where tenant_id = ${tenant.id} order by id desc limit 1`;
  expect(event).toEqual({ action: 'removals_confirmed', actor_id: admin, job_id: run.id, details: { removed: 20 } });
  expect(await as(admin, 'integration_removals_pending')).toBe(false);
  expect(await sqlstate(as(admin, 'confirm_integration_removals'))).toBe('P0002');
});

test('an auditor may not confirm, and a stranger learns nothing', async () => {
  const { tenant, as } = await massRemoval();
  const auditor = await createMember(database.sql, tenant, 'auditor');
  const stranger = await createMember(database.sql, await newTenant(), 'admin');
  expect(await as(auditor, 'integration_removals_pending')).toBe(true);
  expect(await sqlstate(as(auditor, 'confirm_integration_removals'))).toBe('42501');
  expect(await as(stranger, 'integration_removals_pending')).toBe(false);
  expect(await sqlstate(as(stranger, 'confirm_integration_removals'))).toBe('P0002');
  expect(await present('companies', tenant)).toHaveLength(60);
});

test('the next full read decides anew: what came again stays', async () => {
  const { sql } = database;
  const { tenant, as } = await massRemoval();
  const admin = await createMember(sql, tenant, 'admin');
  await runOf(sql, 'acessorias', tenant, [many(60)]);
  expect(await as(admin, 'integration_removals_pending')).toBe(false);
  expect(await sqlstate(as(admin, 'confirm_integration_removals'))).toBe('P0002');
  expect(await present('companies', tenant)).toHaveLength(60);
});

test('nothing of a read is kept when its run is over', async () => {
  const tenant = await newTenant();
  const run = await runOf(database.sql, 'acessorias', tenant, [many(3)]);
  expect(await database.sql`select 1 from private.read_pages where job_id = ${run.id}`).toHaveLength(0);
});
