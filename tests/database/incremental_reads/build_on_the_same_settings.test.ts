import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant, type Tenant } from '../../support/database/fixtures.ts';
import { runningJob } from '../../support/database/synced-data.ts';

const database = testDatabase();

/** A run that succeeded; returns when it was enqueued. */
async function succeed(tenant: Tenant): Promise<string> {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole', tenant);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  const [row] = await sql<
    { created_at: Date }[]
  >`select created_at from public.integration_jobs where id = ${job.job_id}`;
  return String(row?.created_at.toISOString());
}

/** What the next run is told, to the millisecond; the run is cancelled afterwards. */
async function lastSuccess(tenant: Tenant): Promise<string | null> {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole', tenant);
  const slice = await call(sql, 'open_integration_slice', job.job_id, job.lease_token);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  return slice.last_success_started_at === null ? null : new Date(String(slice.last_success_started_at)).toISOString();
}

const newTenant = () => createTenant(database.sql, ['bomcontrole']);

test('the first run reads everything', async () => {
  expect(await lastSuccess(await newTenant())).toBeNull();
});

test('a later run reads on from when the last success was enqueued, whatever failed since', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await succeed(tenant);
  const newest = await succeed(tenant);
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
