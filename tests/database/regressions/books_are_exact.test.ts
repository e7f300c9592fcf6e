import { expect, test } from 'vitest';
import { become, type Sql, testDatabase } from '../../support/database/database.ts';
import { cnpj } from '../../support/database/documents.ts';
import {
  call,
  claim,
  createMember,
  createRunningJob,
  createTenant,
  enqueue,
  makeDue,
  readJob,
  readLogs,
  required,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

const store = (
  sql: Sql,
  job: { job_id: string; lease_token: string },
  documents: number,
  total: number | null = null,
) =>
  call(
    sql,
    'store_integration_page',
    job.job_id,
    job.lease_token,
    Array.from({ length: documents }, (_, index) => ({
      document: cnpj(index),
      legal_name: 'Empresa',
      is_active: true,
    })) as never,
    {} as never,
    total,
    'Página 1',
  );

const fail = (sql: Sql, job: { job_id: string; lease_token: string }, kind: string) =>
  call(sql, 'fail_integration_job', job.job_id, job.lease_token, kind, 'provider_error', 'x');

test('a job that is cancelled while it waits for a retry books no record and no time twice', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 3);
  await sql`update private.job_leases set claimed_at = claimed_at - interval '50 seconds' where job_id = ${job.job_id}`;
  await fail(sql, job, 'temporary');
  await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  const logs = await readLogs(sql, job.job_id);
  expect(logs).toMatchObject([
    { attempt: 1, status: 'error', total_processados: 3, execution_time_ms: expect.any(Number) },
    { attempt: 2, status: 'canceled', total_processados: 0, execution_time_ms: null },
  ]);
});

test('what was processed since the last progress that browsers saw is not lost when the job stops', async () => {
  const { sql } = database;
  for (const stop of ['retry', 'error', 'yield', 'cancel']) {
    const job = await createRunningJob(sql);
    await store(sql, job, 2, 10);
    await store(sql, job, 3, 10);
    expect(await readJob(sql, job.job_id), stop).toMatchObject({ processed_count: 2 });
    if (stop === 'yield') await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
    else if (stop === 'cancel')
      await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
    else await fail(sql, job, stop === 'retry' ? 'temporary' : 'permanent');
    expect(await readJob(sql, job.job_id), stop).toMatchObject({ processed_count: 5, total_count: 10, progress: 50 });
  }
});

test('a total below what was read already does not keep the next claim from going through', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 5);
  await store(sql, job, 0, 2);
  await call(sql, 'yield_integration_job', job.job_id, job.lease_token);
  await makeDue(sql, job.job_id);
  expect(required(await claim(sql)).job_id).toBe(job.job_id);
  expect(await readJob(sql, job.job_id)).toMatchObject({ processed_count: 5, total_count: 5 });
});

test('an admin whose transaction began before the claim can cancel', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  const id = await enqueue(sql, tenant);
  await makeDue(sql, id);
  await sql.begin(async (slow) => {
    await become(slow, { user: admin });
    await slow`select now()`;
    expect(required(await claim(sql)).job_id).toBe(id);
    await slow`update public.integration_jobs set status = 'canceled' where id = ${id}`;
  });
  const job = await readJob(sql, id);
  expect(required(job.finished_at).getTime()).toBeGreaterThanOrEqual(required(job.started_at).getTime());
});

test('a job that ends by recovery keeps no step', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  expect(await readJob(sql, job.job_id)).toMatchObject({ step: 'Página 1' });
  await sql`update private.job_leases set advanced_at = now() - interval '11 minutes' where job_id = ${job.job_id}`;
  await call(sql, 'integration_queue_tick');
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'error', error_code: 'job_stalled', step: null });
});

test('a retry shows its counts at once', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await store(sql, job, 1);
  await store(sql, job, 4);
  await fail(sql, job, 'temporary');
  await makeDue(sql, job.job_id);
  await claim(sql);
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running', processed_count: 5 });
});
