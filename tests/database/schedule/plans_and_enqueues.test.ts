import { expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, createMember, createTenant, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** kind, time, weekday, zone, after -> next run. 2026-11-23 is a Monday. */
const PLANS: [
  kind: string,
  time: string | null,
  weekday: number | null,
  zone: string,
  after: string,
  next: string | null,
][] = [
  ['off', null, null, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', null],
  ['hourly', null, null, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-23T21:00:00Z'],
  ['hourly', null, null, 'America/Sao_Paulo', '2026-11-23T20:59:59Z', '2026-11-23T21:00:00Z'],
  ['daily', '08:00', null, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-24T11:00:00Z'],
  ['daily', '18:00', null, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-23T21:00:00Z'],
  ['daily', '17:00', null, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-24T20:00:00Z'],
  ['daily', '23:30', null, 'America/Manaus', '2026-11-24T02:00:00Z', '2026-11-24T03:30:00Z'],
  ['weekly', '08:00', 1, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-30T11:00:00Z'],
  ['weekly', '18:00', 1, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-23T21:00:00Z'],
  ['weekly', '08:00', 0, 'America/Sao_Paulo', '2026-11-23T20:00:00Z', '2026-11-29T11:00:00Z'],
  // Lisbon leaves summer time on 2026-10-25: 08:00 local is 07:00Z before and 08:00Z after.
  ['daily', '08:00', null, 'Europe/Lisbon', '2026-10-24T12:00:00Z', '2026-10-25T08:00:00Z'],
];

test.for(PLANS)('%s %s %s in %s after %s -> %s', async ([kind, time, weekday, zone, after, next]) => {
  const [row] = await database.sql<{ next: Date | null }[]>`
    select private.next_run(${kind}, ${time}, ${weekday}, ${zone}, ${after}) as next`;
  expect(required(row).next?.toISOString() ?? null).toBe(next === null ? null : new Date(next).toISOString());
});

const schedule = (sql: Sql, tenantId: string) =>
  sql`update public.tenant_integrations set schedule_kind = 'daily', schedule_time = '08:00' where tenant_id = ${tenantId} returning next_run_at`;

const nextRun = async (sql: Sql, tenantId: string) => {
  const [row] = await sql<
    { next_run_at: Date | null }[]
  >`select next_run_at from public.tenant_integrations where tenant_id = ${tenantId}`;
  return required(row).next_run_at;
};

test('an admin plans a run; switching the integration off unplans it', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  await database.as({ user: admin }, (as) => schedule(as, tenant.id));
  expect((await nextRun(sql, tenant.id))?.getTime()).toBeGreaterThan(Date.now());
  await sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id}`;
  expect(await nextRun(sql, tenant.id)).toBeNull();
});

test('nobody sets the next run by hand', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  const update = database.as(
    { user: admin },
    (as) => as`update public.tenant_integrations set next_run_at = now() where tenant_id = ${tenant.id}`,
  );
  expect(await sqlstate(update)).toBe('42501');
});

test('the tick enqueues a due run once and plans the next, however late it comes', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await schedule(sql, tenant.id);
  await sql`update public.tenant_integrations set next_run_at = now() - interval '3 days' where tenant_id = ${tenant.id}`;

  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 1 });
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 0 });
  const jobs = await sql`select status, created_by from public.integration_jobs where tenant_id = ${tenant.id}`;
  expect([...jobs]).toEqual([{ status: 'pending', created_by: null }]);
  expect((await nextRun(sql, tenant.id))?.getTime()).toBeGreaterThan(Date.now());
});

test('a run that is still active counts as the scheduled one', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await schedule(sql, tenant.id);
  await sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias')`;
  await sql`update public.tenant_integrations set next_run_at = now() where tenant_id = ${tenant.id}`;
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ scheduled: 0 });
  expect(await sql`select 1 from public.integration_jobs where tenant_id = ${tenant.id}`).toHaveLength(1);
  expect((await nextRun(sql, tenant.id))?.getTime()).toBeGreaterThan(Date.now());
});

const INCOMPLETE: [constraint: string, assignment: string][] = [
  ['schedule_kind_is_valid', "schedule_kind = 'monthly'"],
  ['daily_and_weekly_need_a_time', "schedule_kind = 'daily'"],
  ['weekly_needs_a_weekday', "schedule_kind = 'weekly', schedule_time = '08:00'"],
  ['weekday_is_valid', 'schedule_weekday = 7'],
];

test.for(INCOMPLETE)('%s refuses %s', async ([constraint, assignment]) => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const update = sql.unsafe(`update public.tenant_integrations set ${assignment} where tenant_id = '${tenant.id}'`);
  await expect(update).rejects.toMatchObject({ code: '23514', constraint_name: constraint });
});

/** Integrations with a daily schedule whose run is due. */
async function dueSchedules(count: number): Promise<void> {
  const { sql } = database;
  await sql`
    with tenants as (
      insert into public.tenants (name, slug)
      select 'Escritório', 'many-' || gen_random_uuid() from generate_series(1, ${count}::int) returning id
    )
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, schedule_kind, schedule_time)
    select id, 'acessorias', true, 'daily', '02:00' from tenants`;
  await sql`update public.tenant_integrations set next_run_at = now() where schedule_time = '02:00'`;
}

test('one tick enqueues a thousand runs and more', async () => {
  await dueSchedules(1_500);
  expect(await call(database.sql, 'integration_queue_tick')).toMatchObject({ scheduled: 1_500, failed_parts: [] });
});

test('a schedule that cannot be kept keeps none of the others from running', async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  await dueSchedules(3);
  const [broken] = await sql`select tenant_id from public.tenant_integrations where next_run_at <= now() limit 1`;
  await sql.unsafe(`
    create function private.broken_schedule() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
    create trigger broken_schedule before insert on public.integration_jobs
    for each row when (new.tenant_id = '${required(broken).tenant_id}') execute function private.broken_schedule()`);
  const [due] = await sql`select count(*)::int as count from public.tenant_integrations where next_run_at <= now()`;
  const tick = await call(sql, 'integration_queue_tick');
  expect(tick).toMatchObject({ scheduled: required(due).count - 1, failed_parts: [] });
  await sql`drop function private.broken_schedule() cascade`;
});

test('runs planned for one minute are spread over a few, and the plan that is shown is the real one', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set schedule_spread_minutes = 5`;
  await dueSchedules(200);
  await sql`update public.tenant_integrations set schedule_time = '02:30' where schedule_time = '02:00'`;
  const plans = await sql<{ minute: string; plans: number }[]>`
    select to_char(next_run_at at time zone 'America/Sao_Paulo', 'HH24:MI') as minute, count(*)::int as plans
    from public.tenant_integrations where schedule_time = '02:30' group by 1 order by 1`;
  expect(plans.map(({ minute }) => minute)).toEqual([
    '02:30',
    '02:31',
    '02:32',
    '02:33',
    '02:34',
    ...(plans[5] ? ['02:35'] : []),
  ]);
  // Each keeps its place: planned once more, it comes at the same time of day.
  const before =
    await sql`select id, next_run_at from public.tenant_integrations where schedule_time = '02:30' order by id`;
  await sql`update public.tenant_integrations set schedule_time = schedule_time where schedule_time = '02:30'`;
  expect([
    ...(await sql`select id, next_run_at from public.tenant_integrations where schedule_time = '02:30' order by id`),
  ]).toEqual([...before]);
  await sql`update private.queue_settings set schedule_spread_minutes = 0`;
});
