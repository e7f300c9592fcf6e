import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant, type Tenant } from '../../support/database/fixtures.ts';
import { company, receivable, runningJob, runOf } from '../../support/database/synced-data.ts';

const database = testDatabase();

/** A run that read everything, or only changes, and succeeded; returns when it was enqueued. */
async function succeed(tenant: Tenant, isFull = true): Promise<string> {
  const { sql } = database;
  const { id } = await runOf(sql, 'bomcontrole', tenant, [[receivable(1), receivable(2)]], { isFull });
  const [row] = await sql<{ created_at: Date }[]>`select created_at from public.integration_jobs where id = ${id}`;
  return String(row?.created_at.toISOString());
}

/** What the next run is told; the run is cancelled afterwards. */
async function openSlice(tenant: Tenant) {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole', tenant);
  const slice = await call(sql, 'open_integration_slice', job.job_id, job.lease_token);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  return slice;
}

/** From when on the next run reads changes, to the millisecond; null = it reads everything. */
async function lastSuccess(tenant: Tenant): Promise<string | null> {
  const { last_success_started_at: at } = await openSlice(tenant);
  return at === null ? null : new Date(String(at)).toISOString();
}

const newTenant = () => createTenant(database.sql, ['bomcontrole']);

test('the first run reads everything', async () => {
  expect(await lastSuccess(await newTenant())).toBeNull();
});

test('a later run reads on from when the last success was enqueued, whatever failed since', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await succeed(tenant);
  const newest = await succeed(tenant, false);
  const failed = await runningJob(sql, 'bomcontrole', tenant);
  await call(sql, 'fail_integration_job', failed.job_id, failed.lease_token, 'permanent', 'provider_error', 'x');
  expect(await lastSuccess(tenant)).toBe(newest);
});

test.for([
  ['the address', `base_url = 'https://api.example.com'`],
  ['the configuration', `config = '{"months_back": 12}'`],
] as const)('after a change of %s everything is read once more', async ([, change]) => {
  const { sql } = database;
  const tenant = await newTenant();
  await succeed(tenant);
  await sql.unsafe(`update public.tenant_integrations set ${change} where tenant_id = '${tenant.id}'`);
  expect(await lastSuccess(tenant)).toBeNull();
  const next = await succeed(tenant);
  expect(await lastSuccess(tenant)).toBe(next);
});

test('after a new credential everything is read once more: it may be that of another account', async () => {
  const tenant = await newTenant();
  await succeed(tenant);
  await database.sql`select private.write_credential(${tenant.id}, 'bomcontrole', 'canary')`;
  expect(await lastSuccess(tenant)).toBeNull();
});

test('switching the integration off and on changes nothing', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const newest = await succeed(tenant);
  await sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id}`;
  await sql`update public.tenant_integrations set is_enabled = true where tenant_id = ${tenant.id}`;
  expect(await lastSuccess(tenant)).toBe(newest);
});

test("another tenant's success is none", async () => {
  await succeed(await newTenant());
  expect(await lastSuccess(await newTenant())).toBeNull();
});

test('a run that read only changes is no ground to build on', async () => {
  const tenant = await newTenant();
  await succeed(tenant, false);
  expect(await openSlice(tenant)).toMatchObject({ last_success_started_at: null, last_full_count: null });
});

test('after full_read_days everything is read once more, and how much there was is still known', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await sql`update public.tenant_integrations set settings_changed_at = 'epoch' where tenant_id = ${tenant.id}`;
  await succeed(tenant);
  await sql`update private.full_reads set started_at = started_at - interval '6 days 23 hours' where tenant_id = ${tenant.id}`;
  expect(await lastSuccess(tenant)).not.toBeNull();
  await sql`update private.full_reads set started_at = started_at - interval '1 hour' where tenant_id = ${tenant.id}`;
  expect(await openSlice(tenant)).toMatchObject({
    last_success_started_at: null,
    last_full_count: 2,
    short_read_share: 0.5,
  });
});

test('a connection that leads elsewhere has never been read', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await succeed(tenant);
  expect(await openSlice(tenant)).toMatchObject({ last_full_count: 2 });
  await sql`update public.tenant_integrations set base_url = 'https://api.example.com' where tenant_id = ${tenant.id}`;
  expect(await openSlice(tenant)).toMatchObject({ last_full_count: null });
});

test('a provider that is always read in full is told of no earlier run', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql, ['acessorias']);
  await runOf(sql, 'acessorias', tenant, [[company(1)]]);
  const job = await runningJob(sql, 'acessorias', tenant);
  expect(await call(sql, 'open_integration_slice', job.job_id, job.lease_token)).toMatchObject({
    last_success_started_at: null,
    last_full_count: 1,
  });
});
