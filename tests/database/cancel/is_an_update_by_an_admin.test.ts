import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createRunningJob,
  createTenant,
  enqueue,
  readJob,
  readLogs,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

const cancelAs = (user: string, id: string) =>
  database.as(
    { user },
    (sql) => sql`update public.integration_jobs set status = 'canceled' where id = ${id} returning id`,
  );

test('a pending job ends at once; who and when is recorded', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  const id = await enqueue(sql, tenant);
  expect(await cancelAs(admin, id)).toHaveLength(1);
  expect(await readJob(sql, id)).toMatchObject({
    status: 'canceled',
    canceled_by: admin,
    finished_at: expect.any(Date),
    attempts: 0,
    execution_time_ms: null,
  });
  expect(await readLogs(sql, id)).toMatchObject([{ attempt: 1, status: 'canceled' }]);
});

test('a running job ends at once and its worker is told', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const admin = await createMember(sql, job.tenant, 'admin');
  expect(await cancelAs(admin, job.job_id)).toHaveLength(1);
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'canceled', canceled_by: admin });
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toEqual({ state: 'canceled' });
  expect(await readLogs(sql, job.job_id)).toMatchObject([{ attempt: 1, status: 'canceled' }]);
});

test('auditors, members and strangers cancel nothing', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const id = await enqueue(sql, tenant);
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  for (const user of [
    await createMember(sql, tenant, 'auditor'),
    await createMember(sql, tenant, 'member'),
    stranger,
  ]) {
    expect(await cancelAs(user, id)).toHaveLength(0);
  }
  expect(await readJob(sql, id)).toMatchObject({ status: 'pending' });
});

test('a finished job cannot be cancelled', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const admin = await createMember(sql, job.tenant, 'admin');
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  expect(await cancelAs(admin, job.job_id)).toHaveLength(0);
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'success' });
});

test('an admin can set no other status and no other column', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const admin = await createMember(sql, job.tenant, 'admin');
  for (const status of ['pending', 'success', 'error']) {
    const update = database.as(
      { user: admin },
      (as) => as`update public.integration_jobs set status = ${status} where id = ${job.job_id}`,
    );
    await expect(update).rejects.toThrow();
  }
  for (const column of [
    'progress = 50',
    "result = '{}'",
    'attempts = 0',
    'created_by = null',
    "step = 'x'",
    'run_after = now()',
  ]) {
    const update = database.as({ user: admin }, (as) =>
      as.unsafe(`update public.integration_jobs set ${column} where id = '${job.job_id}'`),
    );
    await expect(update).rejects.toMatchObject({ code: '42501' });
  }
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'running' });
});
