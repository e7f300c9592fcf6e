import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createRunningJob,
  createTenant,
  enqueue,
  expireLease,
  sqlstate,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

test('one user starts so many runs within a minute and no more; schedules are not limited', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  await sql`update private.queue_settings set runs_per_user_and_minute = 2`;
  const run = () =>
    database.as(
      { user: admin },
      (as) => as`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias')`,
    );
  const cancel = () =>
    sql`update public.integration_jobs set status = 'canceled' where tenant_id = ${tenant.id} and status = 'pending'`;
  for (let index = 0; index < 2; index += 1) {
    await run();
    await cancel();
  }
  expect(await sqlstate(run())).toBe('IQ004');
  await enqueue(sql, tenant);
  await cancel();
  await sql`update public.integration_events set created_at = created_at - interval '61 seconds' where actor_id = ${admin}`;
  await run();
  await cancel();
  await sql`update private.queue_settings set runs_per_user_and_minute = 30`;
});

test('health tells what waits, what expired and what failed, and when the tick was', async () => {
  const { sql } = database;
  const health = () => call(sql, 'integration_queue_health');
  const before = await health();
  const lost = await createRunningJob(sql);
  await expireLease(sql, lost.job_id);
  const waiting = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = now() + interval '1 hour' where id = ${waiting}`;
  expect(await health()).toMatchObject({ waiting: Number(before.waiting) + 1, running: 1, expired_leases: 1 });

  await call(sql, 'integration_queue_tick');
  expect(await health()).toMatchObject({
    running: 0,
    expired_leases: 0,
    due: 1,
    oldest_due_seconds: 0,
    failed_attempts_last_hour: Number(before.failed_attempts_last_hour) + 1,
    last_tick_age_seconds: 0,
  });
});

test('health tells of each provider what is due, since when, and how many of its places are taken', async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  const held = await createRunningJob(sql);
  const due = await enqueue(sql, await createTenant(sql, ['onecode']), 'onecode');
  await sql`
    update public.integration_jobs set run_after = now() - interval '90 seconds' where id = ${due}`;
  const before = await call(sql, 'integration_queue_health');
  expect(before).toMatchObject({
    slots: 64,
    running: 1,
    due: 1,
    providers: {
      acessorias: { due: 0, running: 1, slots: 32, oldest_due_seconds: null },
      onecode: { due: 1, running: 0, slots: 32, oldest_due_seconds: expect.any(Number) },
    },
  });
  await call(sql, 'finish_integration_job', held.job_id, held.lease_token);
  const after = await call(sql, 'integration_queue_health');
  expect(after).toMatchObject({ running: 0, ended_jobs_last_hour: Number(before.ended_jobs_last_hour) + 1 });
  expect(Number(after.ended_jobs_per_minute)).toBeGreaterThan(0);
});
