import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createRunningJob,
  expireLease,
  makeDue,
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

test('an outage of an hour, or a clock that steps forward, gives the job of a dead worker back', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`
    update private.job_leases
    set expires_at = expires_at - interval '1 hour', advanced_at = advanced_at - interval '1 hour', claimed_at = claimed_at - interval '1 hour'
    where job_id = ${job.job_id}`;
  expect(await recover(sql)).toMatchObject({ requeued: 1, failed: 0 });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', error_code: 'worker_lost' });
});

test('a living worker whose heartbeat comes after such a step goes on: the time without a lease does not count', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`
    update private.job_leases
    set expires_at = expires_at - interval '1 hour', advanced_at = advanced_at - interval '1 hour'
    where job_id = ${job.job_id}`;
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'held' });
  expect(await recover(sql)).toMatchObject({ requeued: 0, failed: 0 });
});

test('a clock that steps back makes no transition fail', async () => {
  const { sql } = database;
  const moves = {
    finish: (id: string, token: string) => call(sql, 'finish_integration_job', id, token),
    fail: (id: string, token: string) =>
      call(sql, 'fail_integration_job', id, token, 'temporary', 'provider_error', 'x'),
    end: (id: string, token: string) =>
      call(sql, 'fail_integration_job', id, token, 'permanent', 'provider_error', 'x'),
    yield: (id: string, token: string) => call(sql, 'yield_integration_job', id, token),
    cancel: (id: string) => sql`update public.integration_jobs set status = 'canceled' where id = ${id}`,
  };
  for (const [name, move] of Object.entries(moves)) {
    const job = await createRunningJob(sql);
    // As if all that the queue noted had been noted an hour from now.
    await sql`
      update private.job_leases
      set claimed_at = claimed_at + interval '1 hour', expires_at = expires_at + interval '1 hour',
        advanced_at = advanced_at + interval '1 hour', published_at = now() + interval '1 hour', began_at = began_at + interval '1 hour'
      where job_id = ${job.job_id}`;
    await sql`update public.integration_jobs set started_at = now() + interval '1 hour' where id = ${job.job_id}`;
    expect(
      await call(sql, 'store_integration_page', job.job_id, job.lease_token, [] as never, { page: 2 } as never),
      name,
    ).toMatchObject({ state: 'held' });
    await move(job.job_id, job.lease_token);
    expect((await readJob(sql, job.job_id)).status, name).not.toBe('running');
    expect((await readLogs(sql, job.job_id)).every((log) => (log.execution_time_ms ?? 0) >= 0)).toBe(true);
    await sql`delete from public.integration_jobs where id = ${job.job_id}`;
  }
});

test('a running row without a lease, as an edit by hand leaves it, is recovered too', async () => {
  const { sql } = database;
  const without = await createRunningJob(sql);
  await sql`delete from private.job_leases where job_id = ${without.job_id}`;
  expect(await recover(sql)).toEqual({ requeued: 1, failed: 0, stuck: 0 });
  expect(await readJob(sql, without.job_id)).toMatchObject({
    status: 'pending',
    error_code: 'worker_lost',
    attempts: 1,
  });
  await makeDue(sql, without.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: without.job_id, attempt: 2 });
});

test('a job put back by hand gives its place up with the next recovery, and is claimed like any other', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql`update private.queue_settings set max_running_per_tenant = 1`;
  await sql`update public.integration_jobs set status = 'pending', attempts = 0, run_after = 'epoch' where id = ${job.job_id}`;
  await recover(sql);
  const next = required(await claim(sql));
  expect(next).toMatchObject({ job_id: job.job_id, attempt: 1 });
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'lost' });
  await sql`update private.queue_settings set max_running_per_tenant = default`;
});
