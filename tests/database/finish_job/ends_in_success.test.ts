import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createRunningJob, readJob, readLogs } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('result, 100 % and times come from the checkpoints, the lease is gone', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [{ document: '11111111111180', legal_name: 'Empresa', is_active: true }] as never,
    {} as never,
  );
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toEqual({
    state: 'finished',
    status: 'success',
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({
    status: 'success',
    progress: 100,
    processed_count: 1,
    total_count: 1,
    step: null,
    finished_at: expect.any(Date),
    execution_time_ms: expect.any(Number),
    result: { processed: 1, created: 1, updated: 0, unchanged: 0, problems: 0, skipped: 0 },
  });
  expect(await sql`select 1 from private.job_leases where job_id = ${job.job_id}`).toHaveLength(0);
});

test('a second finish changes nothing and writes no second log row', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  const before = await readJob(sql, job.job_id);
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'lost' });
  expect(await readJob(sql, job.job_id)).toEqual(before);
  expect(await readLogs(sql, job.job_id)).toHaveLength(1);
});

test('a stale token finishes nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await call(sql, 'finish_integration_job', job.job_id, randomUUID())).toEqual({ state: 'lost' });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running' });
});
