import { expect, test } from 'vitest';
import { become, testDatabase } from '../../support/database/database.ts';
import { call, createMember, createRunningJob, createTenant, readJob } from '../../support/database/fixtures.ts';

const database = testDatabase();

const makeScheduleDue = async (tenantId: string) => {
  await database.sql`update public.tenant_integrations set schedule_kind = 'hourly' where tenant_id = ${tenantId}`;
  await database.sql`update public.tenant_integrations set next_run_at = now() where tenant_id = ${tenantId}`;
};

test('a tick goes through while a worker is finishing the job whose schedule is due', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  await makeScheduleDue(job.tenant.id);
  await sql.begin(async (worker) => {
    // The worker holds the job and will want the integration, for last_run.
    await worker`select private.lock_held_job(${job.job_id}, ${job.lease_token})`;
    await sql.begin(async (tick) => {
      expect(await call(tick, 'integration_queue_tick')).toMatchObject({ scheduled: 0 });
    });
    expect(await call(worker, 'finish_integration_job', job.job_id, job.lease_token)).toMatchObject({
      status: 'success',
    });
  });
  expect(await readJob(sql, job.job_id)).toMatchObject({ status: 'success' });
});

test('a user who enqueues at the same moment gets the job, the tick makes no second one', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  await makeScheduleDue(tenant.id);
  let tick: Promise<Record<string, unknown>> | undefined;
  await sql.begin(async (user) => {
    await become(user, { user: admin });
    await user`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias')`;
    tick = call(sql, 'integration_queue_tick');
    // The insert is not committed: the tick has to wait for it in the unique index, with the integration locked.
    const waiting = () =>
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await waiting()).length).toBe(1);
  });
  expect(await tick).toMatchObject({ scheduled: 0 });
  expect(await sql`select 1 from public.integration_jobs where tenant_id = ${tenant.id}`).toHaveLength(1);
});

test('a schedule that is due makes one job, however many ticks come at once', async () => {
  const { sql } = database;
  const tenants = await Promise.all(Array.from({ length: 5 }, () => createTenant(sql)));
  for (const { id } of tenants) await makeScheduleDue(id);
  const ticks = await Promise.all(Array.from({ length: 8 }, () => call(sql, 'integration_queue_tick')));
  expect(ticks.reduce((sum, { scheduled }) => sum + Number(scheduled), 0)).toBe(tenants.length);
});
