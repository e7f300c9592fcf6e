import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createRunningJob, expireLease, readJob, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('renews the lease and changes nothing that browsers see', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const before = await readJob(sql, job.job_id);
  await expireLease(sql, job.job_id);

  expect(await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'held' });
  const [lease] =
    await sql`select expires_at > now() + interval '59 seconds' as is_renewed from private.job_leases where job_id = ${job.job_id}`;
  expect(required(lease).is_renewed).toBe(true);
  expect(await readJob(sql, job.job_id)).toEqual(before);
});

test('is no progress: the time of the last advance stays', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update private.job_leases set advanced_at = now() - interval '9 minutes' where job_id = ${job.job_id}`;
  await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token);
  const [lease] =
    await sql`select advanced_at < now() - interval '8 minutes' as is_old from private.job_leases where job_id = ${job.job_id}`;
  expect(required(lease).is_old).toBe(true);
});

test('answers "lost" to a stale token and renews nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await expireLease(sql, job.job_id);
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, randomUUID())).toEqual({ state: 'lost' });
  const [lease] =
    await sql`select expires_at < now() as is_expired from private.job_leases where job_id = ${job.job_id}`;
  expect(required(lease).is_expired).toBe(true);
});

test('answers "canceled" after a cancellation', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'canceled' });
});

test('answers "lost" after the job is finished', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'lost' });
});
