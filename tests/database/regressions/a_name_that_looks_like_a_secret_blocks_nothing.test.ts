import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
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

/** What providers may send as the name of a record that could not be taken over. */
const NAMES = [
  'Basic Engenharia',
  'xBearer abcdefgh',
  'sb_secret_abc',
  'eyJabcdefghijk.eyJabcdefghijk.sig',
  'token=abcdef',
];

async function runningJobWithProblems() {
  const job = await createRunningJob(database.sql);
  const problems = NAMES.map((item) => ({ item, reason: `documento inválido: ${item}` }));
  const lease = [job.job_id, job.lease_token] as const;
  await call(database.sql, 'store_integration_page', ...lease, [] as never, {} as never, null, null, problems as never);
  return job;
}

test('its job succeeds, and its result lists the problem without the secret', async () => {
  const { sql } = database;
  const job = await runningJobWithProblems();
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toMatchObject({ status: 'success' });
  const { result } = await readJob(sql, job.job_id);
  expect(result).toMatchObject({ problems: NAMES.length, processed: NAMES.length });
  expect(required(result).problem_list).toHaveLength(NAMES.length);
  expect(JSON.stringify(result)).not.toMatch(/abcdef|sb_secret_abc/);
});

test('its job fails and is retried like any other', async () => {
  const { sql } = database;
  const job = await runningJobWithProblems();
  const lease = [job.job_id, job.lease_token] as const;
  await call(sql, 'fail_integration_job', ...lease, 'temporary', 'provider_error', 'x');
  expect(await readLogs(sql, job.job_id)).toMatchObject([{ status: 'error', error_code: 'provider_error' }]);
  await makeDue(sql, job.job_id);
  await claim(sql);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
});

test('when its worker dies, everybody else can still claim', async () => {
  const { sql } = database;
  const job = await runningJobWithProblems();
  await expireLease(sql, job.job_id);
  expect(required(await claim(sql))).toMatchObject({ job_id: job.job_id, attempt: 1 });
});

test('a counter with the name of a secret is refused where it comes in', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const advance = sql`select private.advance_job(${job.job_id}, ${job.lease_token}, '{}', '{"token": 1}')`;
  await expect(advance).rejects.toMatchObject({ code: '22023' });
});
