import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { createScheduled, runOnce } from '../../support/database/failing-runs.ts';
import {
  call,
  claim,
  createMember,
  createTenant,
  enqueue,
  makeDue,
  required,
  sqlstate,
  type Tenant,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Schedule {
  next_run_at: Date | null;
  failing_since: Date | null;
  failures_in_row: number;
  pause_at_failures: number | null;
  schedule_paused_at: Date | null;
  schedule_pause_code: string | null;
  last_run: Date | null;
}

const scheduleOf = async (sql: Sql, tenant: Tenant): Promise<Schedule> => {
  const [row] = await sql<Schedule[]>`
    select next_run_at, failing_since, failures_in_row, pause_at_failures, schedule_paused_at, schedule_pause_code, last_run
    from public.tenant_integrations where tenant_id = ${tenant.id}`;
  return required(row);
};

const eventsOf = (sql: Sql, tenant: Tenant) => sql`
  select action, actor_id, details from public.integration_events
  where tenant_id = ${tenant.id} and action like 'schedule\\_%' order by id`;

test.for(['credentials_rejected', 'credentials_missing'])(
  '%s pauses the schedule at once, in the trail and in the transaction that ends the run',
  async (code) => {
    const { sql } = database;
    const tenant = await createScheduled(sql);
    await runOnce(sql, tenant, code);
    const schedule = await scheduleOf(sql, tenant);
    expect(schedule).toMatchObject({
      next_run_at: null,
      failures_in_row: 1,
      schedule_pause_code: code,
      schedule_paused_at: schedule.last_run,
      failing_since: schedule.last_run,
    });
    expect([...(await eventsOf(sql, tenant))]).toEqual([
      { action: 'schedule_paused', actor_id: null, details: { code, failures: 1 } },
    ]);
    expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 0 });
  },
);

test('other failures pause after as many in a row as the settings say, and are warned of at half', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const seen: [number, number | null, boolean][] = [];
  for (let failure = 1; failure <= 10; failure += 1) {
    await runOnce(sql, tenant, 'provider_timeout');
    const { failures_in_row, pause_at_failures, schedule_paused_at } = await scheduleOf(sql, tenant);
    seen.push([failures_in_row, pause_at_failures, schedule_paused_at !== null]);
  }
  expect(seen).toEqual([
    ...[1, 2, 3, 4].map((count) => [count, null, false]),
    ...[5, 6, 7, 8, 9].map((count) => [count, 10, false]),
    [10, 10, true],
  ]);
});

test('a success in between begins the count anew; a cancelled run is neither', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await runOnce(sql, tenant, 'provider_timeout');
  const { failing_since: since } = await scheduleOf(sql, tenant);
  const canceled = await enqueue(sql, tenant);
  await sql`update public.integration_jobs set status = 'canceled' where id = ${canceled}`;
  await runOnce(sql, tenant, 'provider_error');
  expect(await scheduleOf(sql, tenant)).toMatchObject({ failures_in_row: 2, failing_since: since });
  await runOnce(sql, tenant, null);
  expect(await scheduleOf(sql, tenant)).toMatchObject({ failures_in_row: 0, failing_since: null });
});

test('people start runs while the schedule is paused, and one that ends well resumes it', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await runOnce(sql, tenant, 'credentials_rejected');
  await runOnce(sql, tenant, null);
  const schedule = await scheduleOf(sql, tenant);
  expect(schedule).toMatchObject({ schedule_paused_at: null, schedule_pause_code: null, failures_in_row: 0 });
  expect(schedule.next_run_at?.getTime()).toBeGreaterThan(Date.now());
  expect((await eventsOf(sql, tenant)).map(({ action }) => action)).toEqual(['schedule_paused', 'schedule_resumed']);
});

test('an admin resumes it with one call, twice as well as once', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createMember(sql, tenant, 'admin');
  await runOnce(sql, tenant, 'credentials_rejected');
  const resume = () =>
    database.as({ user: admin }, (as) => as`select public.resume_integration_schedule(${tenant.id}, 'acessorias')`);
  await resume();
  await resume();
  const schedule = await scheduleOf(sql, tenant);
  expect(schedule).toMatchObject({ schedule_paused_at: null, failures_in_row: 0, pause_at_failures: null });
  expect(schedule.next_run_at).not.toBeNull();
  // It has not run well yet.
  expect(schedule.failing_since).not.toBeNull();
  expect((await eventsOf(sql, tenant)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
    ['schedule_paused', null],
    ['schedule_resumed', admin],
  ]);
});

test('nobody else resumes it, and nobody pauses it by hand', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const [auditor, stranger, admin] = [
    await createMember(sql, tenant, 'auditor'),
    await createMember(sql, await createTenant(sql), 'admin'),
    await createMember(sql, tenant, 'admin'),
  ];
  for (const user of [auditor, stranger]) {
    const resume = database.as(
      { user },
      (as) => as`select public.resume_integration_schedule(${tenant.id}, 'acessorias')`,
    );
    expect(await sqlstate(resume)).toBe('42501');
  }
  const pause = database.as(
    { user: admin },
    (as) => as`update public.tenant_integrations set schedule_paused_at = now() where tenant_id = ${tenant.id}`,
  );
  expect(await sqlstate(pause)).toBe('42501');
});

test('another schedule counts from the beginning, but stays paused; no schedule is not paused', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await runOnce(sql, tenant, 'credentials_rejected');
  await sql`update public.tenant_integrations set schedule_kind = 'hourly' where tenant_id = ${tenant.id}`;
  expect(await scheduleOf(sql, tenant)).toMatchObject({
    failures_in_row: 0,
    next_run_at: null,
    schedule_pause_code: 'credentials_rejected',
  });
  await sql`update public.tenant_integrations set schedule_kind = 'off' where tenant_id = ${tenant.id}`;
  expect(await scheduleOf(sql, tenant)).toMatchObject({ schedule_paused_at: null, next_run_at: null });
  // Nobody resumed anything.
  expect((await eventsOf(sql, tenant)).map(({ action }) => action)).toEqual(['schedule_paused']);
});

test('jobs of dead workers that end together are counted each with its own integration', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set pause_after_failures = 1`;
  const tenants = [await createScheduled(sql), await createScheduled(sql), await createScheduled(sql)];
  for (const tenant of tenants) {
    const id = await enqueue(sql, tenant);
    await makeDue(sql, id);
    required(await claim(sql));
    await sql`update private.job_leases set expires_at = now() - interval '1 second' where job_id = ${id}`;
    await sql`update private.job_leases set began_at = now() - interval '25 hours' where job_id = ${id}`;
  }
  await call(sql, 'integration_queue_tick');
  for (const tenant of tenants) {
    expect(await scheduleOf(sql, tenant)).toMatchObject({ failures_in_row: 1, schedule_pause_code: 'run_too_long' });
  }
  await sql`update private.queue_settings set pause_after_failures = 10`;
});

test('runs that end well never enter the count: it could not even be called', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await sql`alter function private.count_failures() rename to count_failures_elsewhere`;
  await sql`
    create or replace function private.count_failures_elsewhere() returns trigger language plpgsql set search_path = ''
    as $$ begin raise exception 'a success entered'; end; $$`;
  await runOnce(sql, tenant, null);
  await runOnce(sql, tenant, null);
  expect(await scheduleOf(sql, tenant)).toMatchObject({ failures_in_row: 0 });
});
