import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createRunningJob, readJob, readLogs, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const store = (sql: Sql, job: { job_id: string; lease_token: string }, document: string, page: number) =>
  call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [{ document, legal_name: 'Empresa', is_active: true }] as never,
    { page } as never,
  );

test('a yielded job is due at once and goes on with the same attempt and cursor', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, '11111111111180', 2);
  expect(await call(sql, 'yield_integration_job', job.job_id, job.lease_token)).toEqual({
    state: 'finished',
    status: 'pending',
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', attempts: 0, error_code: null });
  expect(await readLogs(sql, job.job_id)).toHaveLength(0);

  const next = required(await claim(sql));
  expect(next).toMatchObject({ job_id: job.job_id, attempt: 1, cursor: { page: 2 } });
  expect(next.lease_token).not.toBe(job.lease_token);
});

test('the start and the time worked add up over the slices of an attempt', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const { started_at } = await readJob(sql, job.job_id);
  await store(sql, job, '11111111111180', 2);
  await sql`update private.job_leases set claimed_at = claimed_at - interval '50 seconds' where job_id = ${job.job_id}`;
  await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
  const next = required(await claim(sql));
  await sql`update private.job_leases set claimed_at = claimed_at - interval '10 seconds' where job_id = ${job.job_id}`;
  await call(sql, 'finish_integration_job', job.job_id, next.lease_token);

  const done = await readJob(sql, job.job_id);
  expect(done.started_at).toEqual(started_at);
  expect(done.execution_time_ms).toBeGreaterThanOrEqual(60_000);
  expect(done.execution_time_ms).toBeLessThan(65_000);
  expect(await readLogs(sql, job.job_id)).toMatchObject([{ attempt: 1, status: 'success', total_processados: 1 }]);
});

test('a yield without progress is a failed attempt, so that no job goes round for ever', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await call(sql, 'yield_integration_job', job.job_id, job.lease_token)).toMatchObject({ status: 'pending' });
  expect(await readJob(sql, job.job_id)).toMatchObject({ attempts: 1, error_code: 'no_progress' });
  expect(await readLogs(sql, job.job_id)).toMatchObject([{ attempt: 1, status: 'error', error_code: 'no_progress' }]);
});

test('a slice that only looked again at what was read went on, and its attempt is not spent', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(sql, 'store_integration_page', job.job_id, job.lease_token, [] as never, { look: 2, page: 9 } as never);
  await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', attempts: 0, error_code: null });
});

test('a stale token yields nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await call(sql, 'yield_integration_job', job.job_id, randomUUID())).toEqual({ state: 'lost' });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running' });
});
