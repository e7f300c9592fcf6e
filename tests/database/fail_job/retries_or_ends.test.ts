import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createRunningJob,
  makeDue,
  readJob,
  readLogs,
  required,
  sqlstate,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Held {
  job_id: string;
  lease_token: string;
}

const fail = (sql: Sql, job: Held, kind: string, code = 'provider_unavailable', retryAfter: number | null = null) =>
  call(sql, 'fail_integration_job', job.job_id, job.lease_token, kind, code, 'Falhou na página 3', retryAfter);

const waitOf = async (sql: Sql, id: string) => {
  const [row] = await sql<{ seconds: number }[]>`
    select extract(epoch from run_after - updated_at)::float as seconds from public.integration_jobs where id = ${id}`;
  return required(row).seconds;
};

test('a temporary failure waits 30 s, then 60 s (± 20 %), and the third ends in error', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  let held: Held = job;
  for (const base of [30, 60]) {
    expect(await fail(sql, held, 'temporary')).toMatchObject({ state: 'finished', status: 'pending' });
    const wait = await waitOf(sql, job.job_id);
    expect(wait).toBeGreaterThan(base * 0.8 - 1);
    expect(wait).toBeLessThan(base * 1.2 + 1);
    await makeDue(sql, job.job_id);
    held = required(await claim(sql));
  }
  expect(await fail(sql, held, 'temporary')).toMatchObject({ status: 'error' });
  expect(await readJob(sql, job.job_id)).toMatchObject({
    status: 'error',
    attempts: 3,
    error_code: 'provider_unavailable',
    error_message: 'Falhou na página 3',
    finished_at: expect.any(Date),
  });
  expect((await readLogs(sql, job.job_id)).map((log) => [log.attempt, log.status])).toEqual([
    [1, 'error'],
    [2, 'error'],
    [3, 'error'],
  ]);
});

test('back-off doubles with each attempt, varies by its jitter and never exceeds its cap', async () => {
  const { sql } = database;
  const rows = await sql<{ attempt: number; least: number; most: number }[]>`
    select attempt, min(extract(epoch from private.backoff(attempt)))::float as least, max(extract(epoch from private.backoff(attempt)))::float as most
    from generate_series(1, 12) as attempt cross join generate_series(1, 400) group by attempt order by attempt`;
  for (const { attempt, least, most } of rows) {
    const base = Math.min(30 * 2 ** (attempt - 1), 900);
    expect(least).toBeGreaterThanOrEqual(base * 0.8);
    expect(most).toBeLessThanOrEqual(Math.min(base * 1.2, 900));
    expect(most - least).toBeGreaterThan(base * 0.15);
  }
});

test("the provider's Retry-After wins over the back-off", async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await fail(sql, job, 'temporary', 'provider_unavailable', 7);
  expect(Math.round(await waitOf(sql, job.job_id))).toBe(7);
});

test('a permanent failure ends at once', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await fail(sql, job, 'permanent', 'credentials_rejected')).toMatchObject({ status: 'error' });
  expect(await readJob(sql, job.job_id)).toMatchObject({
    status: 'error',
    attempts: 1,
    error_code: 'credentials_rejected',
  });
});

test('a rate limit gives the attempt back, waits and writes no log row', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await fail(sql, job, 'rate_limit', 'rate_limited', 90)).toMatchObject({ status: 'pending' });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', attempts: 0, error_code: 'rate_limited' });
  expect(Math.round(await waitOf(sql, job.job_id))).toBe(90);
  expect(await readLogs(sql, job.job_id)).toHaveLength(0);
});

test('a rate limit without Retry-After waits the default cool-down', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await fail(sql, job, 'rate_limit', 'rate_limited');
  expect(Math.round(await waitOf(sql, job.job_id))).toBe(60);
});

test('a job that is rate limited for more than a day is a failed attempt', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await sql.begin(async (transaction) => {
    // Time is moved on the row itself; the guard of fixed columns has to look away for it.
    await transaction`alter table public.integration_jobs disable trigger guard_update`;
    await transaction`update public.integration_jobs set created_at = now() - interval '25 hours' where id = ${job.job_id}`;
    await transaction`alter table public.integration_jobs enable trigger guard_update`;
  });
  await fail(sql, job, 'rate_limit', 'rate_limited');
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'pending', attempts: 1 });
  expect(await readLogs(sql, job.job_id)).toHaveLength(1);
});

test('a stale token fails nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  expect(await fail(sql, { ...job, lease_token: randomUUID() }, 'permanent')).toEqual({ state: 'lost' });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running' });
});

test('an unknown kind is refused', async () => {
  const job = await createRunningJob(database.sql);
  expect(await sqlstate(fail(database.sql, job, 'whatever'))).toBe('22023');
});

test('a credential in an error text is not stored', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await call(
    sql,
    'fail_integration_job',
    job.job_id,
    job.lease_token,
    'permanent',
    'provider_error',
    'Recusado: Authorization: Bearer abc.def-123 token=xyz987 senha: "segredo1" https://u:p4ss@host/ sb_secret_abc',
  );
  const { error_message } = await readJob(sql, job.job_id);
  for (const secret of ['abc.def-123', 'xyz987', 'segredo1', 'p4ss', 'sb_secret_abc'])
    expect(error_message).not.toContain(secret);
  expect(error_message).toContain('Recusado');
});

test('jobs that fail in the same moment, as when the process that they share dies, come back apart', async () => {
  const { sql } = database;
  const jobs: Held[] = [];
  while (jobs.length < 8) jobs.push(await createRunningJob(sql));
  await sql.begin(async (transaction) => {
    for (const job of jobs) await fail(transaction, job, 'temporary', 'internal_error');
  });
  const waits = await Promise.all(jobs.map(({ job_id }) => waitOf(sql, job_id)));
  expect(new Set(waits.map((wait) => wait.toFixed(4))).size).toBe(8);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(2);
});
