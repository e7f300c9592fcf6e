import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createRunningJob,
  createTenant,
  enqueue,
  required,
  sqlstate,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

test('fifty inserts at once make exactly one job', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => enqueue(sql, tenant)));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  const [row] = await sql`select count(*)::int as jobs from public.integration_jobs where tenant_id = ${tenant.id}`;
  expect(required(row).jobs).toBe(1);
});

test('a running job keeps its place, a finished one frees it', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await sqlstate(enqueue(sql, job.tenant))).toBe('23505');
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await enqueue(sql, job.tenant)).not.toBe(job.job_id);
});

test('other providers and other tenants are not in the way', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql, ['acessorias', 'onecode']);
  await enqueue(sql, tenant, 'acessorias');
  await enqueue(sql, tenant, 'onecode');
  await enqueue(sql, await createTenant(sql));
  while (await claim(sql)) {
    // Everything that is due is claimed: three jobs are active side by side.
  }
  const [row] =
    await sql`select count(*)::int as running from public.integration_jobs where status = 'running' and tenant_id = ${tenant.id}`;
  expect(required(row).running).toBe(2);
});

test('a job of a disabled integration is refused with its own code', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id}`;
  expect(await sqlstate(enqueue(sql, tenant))).toBe('IQ002');
});
