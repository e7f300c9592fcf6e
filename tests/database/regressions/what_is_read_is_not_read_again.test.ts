import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createRunningJob, expireLease, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const store = (sql: Sql, job: { job_id: string; lease_token: string }, cursor: { page: number } | null) =>
  call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [{ document: '11111111111180', legal_name: 'Empresa', is_active: true }] as never,
    cursor as never,
  );

test('a worker that is lost after the last page leaves a job that only has to be finished', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(job.is_complete).toBe(false);
  await store(sql, job, { page: 2 });
  await store(sql, job, null);
  await expireLease(sql, job.job_id);
  const next = required(await claim(sql));
  expect(next).toMatchObject({ job_id: job.job_id, attempt: 1, cursor: null, is_complete: true });
  expect(await call(sql, 'finish_integration_job', next.job_id, next.lease_token)).toMatchObject({ status: 'success' });
});

test('a worker that is lost before it, or before the first page, leaves one that goes on', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await expireLease(sql, job.job_id);
  const second = required(await claim(sql));
  expect(second).toMatchObject({ cursor: null, is_complete: false });
  await store(sql, second, { page: 2 });
  await expireLease(sql, job.job_id);
  expect(await claim(sql)).toMatchObject({ cursor: { page: 2 }, is_complete: false });
});
