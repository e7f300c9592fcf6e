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

interface Held {
  job_id: string;
  lease_token: string;
}

const store = (sql: Sql, job: Held, page: number) =>
  call(sql, 'store_integration_page', job.job_id, job.lease_token, [] as never, { page } as never, null, null, [
    { item: `Registro ${page}`, reason: 'documento inválido' },
  ] as never);
const fail = (sql: Sql, job: Held) =>
  call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'temporary', 'provider_unavailable', 'Falhou');
const next = async (sql: Sql, id: string) => {
  await makeDue(sql, id);
  return required(await claim(sql));
};
/** Moves time: the run was first claimed so long ago. */
const age = (sql: Sql, id: string, hours: number) =>
  sql`update private.job_leases set began_at = began_at - make_interval(hours => ${hours}) where job_id = ${id}`;

test('an attempt that stored something and then failed counts for none, but has its log row', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  let held: Held = job;
  for (let page = 1; page <= 5; page += 1) {
    await store(sql, held, page);
    expect(await fail(sql, held)).toMatchObject({ status: 'pending' });
    expect(await readJob(sql, job.job_id)).toMatchObject({ attempts: 0, processed_count: page });
    held = await next(sql, job.job_id);
    expect(held).toMatchObject({ job_id: job.job_id, attempt: 1, cursor: { page } });
  }
  expect(
    (await readLogs(sql, job.job_id)).map(({ attempt, total_processados }) => [attempt, total_processados]),
  ).toEqual([1, 2, 3, 4, 5].map((attempt) => [attempt, 1]));
});

test('failures in which nothing was stored do count, and make the back-off grow', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await fail(sql, job);
  for (const attempt of [1, 2, 3]) {
    const held = await next(sql, job.job_id);
    expect(held).toMatchObject({ attempt });
    expect(await fail(sql, held)).toMatchObject({ status: attempt < 3 ? 'pending' : 'error' });
  }
  expect(await readLogs(sql, job.job_id)).toHaveLength(4);
});

test('the back-off holds after progress too', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await fail(sql, job);
  const { run_after, updated_at } = await readJob(sql, job.job_id);
  expect((run_after.getTime() - updated_at.getTime()) / 1000).toBeGreaterThan(23);
});

test('a worker that is killed after progress costs none; one that stored nothing costs one', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await expireLease(sql, job.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 1 });
  await expireLease(sql, job.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 2 });
  expect((await readLogs(sql, job.job_id)).map(({ error_code }) => error_code)).toEqual(['worker_lost', 'worker_lost']);
});

test('a run that lasts longer than its limit ends in error, whatever it stored, with what it read kept', async () => {
  const { sql } = database;
  for (const end of ['failure', 'yield', 'lost worker', 'rate limit']) {
    const job = await createRunningJob(sql);
    await store(sql, job, 1);
    await age(sql, job.job_id, 25);
    if (end === 'failure') await fail(sql, job);
    if (end === 'yield') await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
    if (end === 'rate limit')
      await call(sql, 'fail_integration_job', job.job_id, job.lease_token, 'rate_limit', 'rate_limited', 'x', 5);
    if (end === 'lost worker') {
      await expireLease(sql, job.job_id);
      await call(sql, 'integration_queue_tick');
    }
    const ended = await readJob(sql, job.job_id);
    expect(ended, end).toMatchObject({ status: 'error', error_code: 'run_too_long', processed_count: 1 });
    expect(ended.error_message).toContain('24 horas');
  }
});

test('up to the limit it goes on', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await age(sql, job.job_id, 23);
  expect(await fail(sql, job)).toMatchObject({ status: 'pending' });
});

test('a look at pages that are stored already is progress, though it counts nothing', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  let held: Held = job;
  for (let page = 1; page <= 5; page += 1) {
    await call(sql, 'store_integration_page', held.job_id, held.lease_token, [] as never, { page } as never);
    expect(await fail(sql, held)).toMatchObject({ status: 'pending' });
    held = await next(sql, job.job_id);
  }
  expect(await readJob(sql, job.job_id)).toMatchObject({ attempts: 1, processed_count: 0 });
});

test('a list that cannot be proven ends the run, although it is read anew each time', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  let held: Held = job;
  for (const attempt of [1, 2, 3]) {
    await store(sql, held, attempt);
    const failed = await call(
      sql,
      'fail_integration_job',
      held.job_id,
      held.lease_token,
      'temporary',
      'incomplete_read',
      'lidos 299 de 300',
    );
    expect(failed).toMatchObject({ status: attempt < 3 ? 'pending' : 'error' });
    if (attempt < 3) held = await next(sql, job.job_id);
  }
});
