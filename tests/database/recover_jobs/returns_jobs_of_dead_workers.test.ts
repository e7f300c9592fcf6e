import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createRunningJob,
  expireLease,
  readJob,
  readLogs,
  required,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

const recover = async (sql: Sql) => {
  const [row] = await sql<{ counts: object }[]>`select private.recover_jobs() as counts`;
  return required(row).counts;
};

test('an expired lease makes the job due at once, with its attempt spent and logged', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await expireLease(sql, job.job_id);
  expect(await recover(sql)).toEqual({ requeued: 1, failed: 0, stuck: 0 });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', attempts: 1, error_code: 'worker_lost' });
  expect(await readLogs(sql, job.job_id)).toMatchObject([{ attempt: 1, status: 'error', error_code: 'worker_lost' }]);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 2 });
});

test('claiming recovers by itself: no tick is needed', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await expireLease(sql, job.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 2 });
});

test('with the attempts used up it ends in error', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  for (const attempt of [2, 3]) {
    await expireLease(sql, job.job_id);
    expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt });
  }
  await expireLease(sql, job.job_id);
  expect(await recover(sql)).toEqual({ requeued: 0, failed: 1, stuck: 0 });
  const ended = await readJob(sql, job.job_id);
  expect(ended).toMatchObject({ status: 'error', attempts: 3, error_code: 'worker_lost' });
  expect(ended.error_message).toContain('parou de responder');
  expect(await readLogs(sql, job.job_id)).toHaveLength(3);
});

test('ten minutes without progress end in error, heartbeats or not', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update private.job_leases set advanced_at = now() - interval '601 seconds' where job_id = ${job.job_id}`;
  await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token);
  expect(await recover(sql)).toEqual({ requeued: 0, failed: 1, stuck: 0 });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'error', attempts: 1, error_code: 'job_stalled' });
});

test('progress within the ten minutes keeps a job alive', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update private.job_leases set advanced_at = now() - interval '599 seconds' where job_id = ${job.job_id}`;
  expect(await recover(sql)).toEqual({ requeued: 0, failed: 0, stuck: 0 });
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
});

test('the worker that lost its job can change nothing any more', async () => {
  const { sql } = database;
  const zombie = await createRunningJob(sql);
  await expireLease(sql, zombie.job_id);
  const heir = required(await claim(sql));
  const lease = [zombie.job_id, zombie.lease_token] as const;
  expect(await call(sql, 'heartbeat_integration_job', ...lease)).toEqual({ state: 'lost' });
  expect(await call(sql, 'store_integration_page', ...lease, [] as never, {} as never)).toEqual({ state: 'lost' });
  expect(await call(sql, 'fail_integration_job', ...lease, 'permanent', 'internal_error', 'x')).toEqual({
    state: 'lost',
  });
  expect(await call(sql, 'yield_integration_job', ...lease)).toEqual({ state: 'lost' });
  expect(await call(sql, 'finish_integration_job', ...lease)).toEqual({ state: 'lost' });
  expect(await call(sql, 'open_integration_slice', ...lease)).toEqual({ state: 'lost' });
  expect(await call(sql, 'finish_integration_job', heir.job_id, heir.lease_token)).toMatchObject({ status: 'success' });
});
