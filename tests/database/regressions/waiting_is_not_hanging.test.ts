import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createRunningJob, readJob, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

const advance = (sql: Sql, job: { job_id: string; lease_token: string }) =>
  call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    [{ document: '11111111111180', legal_name: 'Empresa', is_active: true }] as never,
    {} as never,
  );

/** Moves time: so long ago was everything that the queue remembers of this job. */
const pass = async (sql: Sql, id: string, seconds: number) => {
  await sql`update private.job_leases set advanced_at = advanced_at - make_interval(secs => ${seconds}) where job_id = ${id}`;
  await sql`update public.integration_jobs set run_after = run_after - make_interval(secs => ${seconds}) where id = ${id}`;
};

test('a job that yielded and waited an hour for a worker goes on after its claim', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await advance(sql, job);
  await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
  await pass(sql, job.job_id, 3_600);
  const next = required(await claim(sql));
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ failed: 0 });
  expect(await call(sql, 'heartbeat_integration_job', job.job_id, next.lease_token)).toEqual({ state: 'held' });
});

test('so does one whose cool-down ended an hour ago', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'rate_limit', 'rate_limited', 'x', 30);
  await pass(sql, job.job_id, 3_600);
  await claim(sql);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ failed: 0 });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running', attempts: 1 });
});

test('a Retry-After of years is cut to the limit of a cool-down, whatever the kind of failure', async () => {
  const { sql } = database;
  for (const kind of ['temporary', 'rate_limit']) {
    const job = await createRunningJob(sql);
    await call(
      sql,
      'fail_integration_job',
      job.job_id,
      job.lease_token,
      kind,
      'provider_unavailable',
      'x',
      1_000_000_000,
    );
    const { run_after, updated_at } = await readJob(sql, job.job_id);
    expect(Math.round((run_after.getTime() - updated_at.getTime()) / 1000)).toBe(86_400);
  }
});

test('the last attempt without progress promises no other', async () => {
  const { sql } = database;
  let job = await createRunningJob(sql);
  for (const attempt of [1, 2, 3]) {
    await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
    const { status, error_message } = await readJob(sql, job.job_id);
    expect(status).toBe(attempt < 3 ? 'pending' : 'error');
    expect(required(error_message).includes('nova tentativa será feita')).toBe(attempt < 3);
    if (attempt < 3) {
      await pass(sql, job.job_id, 3_600);
      job = { ...job, ...required(await claim(sql)) };
    }
  }
});
