import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { breakJob } from '../../support/database/broken-job.ts';
import { testDatabase } from '../../support/database/database.ts';
import { call, createRunningJob, readJob, readLogs, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

type Running = Awaited<ReturnType<typeof createRunningJob>>;
const leasesOf = (jobs: Running[]) => jobs.map(({ job_id, lease_token }) => ({ job_id, lease_token })) as never;
const runningJobs = async (count: number) => {
  const jobs: Running[] = [];
  while (jobs.length < count) jobs.push(await createRunningJob(database.sql));
  return jobs;
};

test('several jobs end in one call, each with its log row, its last run and without a lease', async () => {
  const { sql } = database;
  const jobs = await runningJobs(3);
  expect(await call(sql, 'finish_integration_jobs', leasesOf(jobs))).toEqual(
    jobs.map(({ job_id }) => ({ job_id, state: 'finished', status: 'success' })),
  );
  for (const { job_id, tenant } of jobs) {
    expect(await readJob(sql, job_id)).toMatchObject({ status: 'success', progress: 100 });
    expect(await readLogs(sql, job_id)).toMatchObject([{ attempt: 1, status: 'success' }]);
    const [integration] = await sql`select last_status from public.tenant_integrations where tenant_id = ${tenant.id}`;
    expect(integration).toEqual({ last_status: 'success' });
    expect(await sql`select 1 from private.job_leases where job_id = ${job_id}`).toHaveLength(0);
  }
});

test('each is told of its own: a cancelled and a lost one do not keep the others from ending', async () => {
  const { sql } = database;
  const [canceled, lost, held] = (await runningJobs(3)) as [Running, Running, Running];
  await sql`update public.integration_jobs set status = 'canceled' where id = ${canceled.job_id}`;
  const leases = leasesOf([canceled, { ...lost, lease_token: randomUUID() }, held]);
  expect(await call(sql, 'heartbeat_integration_jobs', leases)).toMatchObject([
    { job_id: canceled.job_id, state: 'canceled' },
    { job_id: lost.job_id, state: 'lost' },
    { job_id: held.job_id, state: 'held' },
  ]);
  expect(await call(sql, 'finish_integration_jobs', leases)).toMatchObject([
    { job_id: canceled.job_id, state: 'canceled' },
    { job_id: lost.job_id, state: 'lost' },
    { job_id: held.job_id, state: 'finished', status: 'success' },
  ]);
  expect(await readJob(sql, lost.job_id)).toMatchObject({ status: 'running' });
});

test('one job that a rule keeps from ending is refused, all others end', async () => {
  const { sql } = database;
  const [broken, ...others] = (await runningJobs(3)) as [Running, ...Running[]];
  const heal = await breakJob(sql, broken.job_id);
  expect(await call(sql, 'finish_integration_jobs', leasesOf([broken, ...others]))).toEqual([
    { job_id: broken.job_id, state: 'refused', code: 'P0001' },
    ...others.map(({ job_id }) => ({ job_id, state: 'finished', status: 'success' })),
  ]);
  await heal();
  expect(await call(sql, 'finish_integration_jobs', leasesOf([broken]))).toMatchObject([{ state: 'finished' }]);
});

test('a heartbeat renews all leases of a worker in one call', async () => {
  const { sql } = database;
  const jobs = await runningJobs(3);
  const ids = jobs.map(({ job_id }) => job_id);
  await sql`update private.job_leases set expires_at = now() + interval '1 second' where job_id = any (${ids})`;
  await call(sql, 'heartbeat_integration_jobs', leasesOf(jobs));
  expect(
    await sql`select 1 from private.job_leases where job_id = any (${ids}) and expires_at > now() + interval '50 seconds'`,
  ).toHaveLength(3);
});

test('nothing is asked and nothing answered for no lease; what is no list of leases is refused', async () => {
  const { sql } = database;
  expect(await call(sql, 'finish_integration_jobs', [] as never)).toEqual([]);
  expect(await call(sql, 'heartbeat_integration_jobs', [] as never)).toEqual([]);
  expect(await sqlstate(call(sql, 'finish_integration_jobs', { job_id: randomUUID() }))).toBe('22023');
});
