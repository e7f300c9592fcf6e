import { afterEach, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createMember,
  createRunningJob,
  createTenant,
  createUser,
  enqueue,
  readJob,
  required,
  sqlstate,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

afterEach(async () => {
  await database.sql`delete from public.integration_jobs where id is not null`;
  await database.sql`update private.queue_settings set paused_at = null where only_row`;
  await database.sql`update public.integration_providers set paused_at = null where slug is not null`;
});

async function createOperator(): Promise<string> {
  const user = await createUser(database.sql);
  await database.sql`insert into private.operators (user_id) values (${user})`;
  return user;
}
const pause = (user: string, provider: string | null, isPaused: boolean) =>
  database.as({ user }, (as) => as`select public.pause_integration_queue(${isPaused}, ${provider})`);
const operation = async (user: string) => {
  const [row] = await database.as({ user }, (as) => as`select public.read_integration_operation() as it`);
  return required(row).it;
};
const statusOf = async (user: string) => {
  const [row] = await database.as({ user }, (as) => as`select public.integration_queue_status() as it`);
  return required(row).it;
};
const eventsSince = (id: number) => database.sql`
  select actor_id, action, subject, value_from, value_to from private.operator_events where id > ${id} order by id`;
const lastEvent = async () => {
  const [row] = await database.sql`select coalesce(max(id), 0)::int as id from private.operator_events`;
  return Number(row?.id);
};

test('whoever is no operator, an admin neither, is refused at every door and sees the queue unchanged', async () => {
  const { sql } = database;
  const user = await createMember(sql, await createTenant(sql), 'admin');
  const job = await createRunningJob(sql);
  const before = await lastEvent();
  for (const door of [
    'read_integration_operation()',
    'pause_integration_queue(true)',
    "pause_integration_queue(true, 'acessorias')",
    "change_queue_setting('max_workers', 9)",
    `release_integration_job('${job.job_id}')`,
  ]) {
    expect(await sqlstate(database.as({ user }, (as) => as.unsafe(`select public.${door}`))), door).toBe('42501');
  }
  expect((await readJob(sql, job.job_id)).status).toBe('running');
  expect(await eventsSince(before)).toEqual([]);
  expect(await statusOf(user)).toMatchObject({ is_operator: false, paused_at: null, providers: [] });
});

test('a paused queue claims nothing and wants no worker; what runs goes on, and people may still enqueue', async () => {
  const { sql } = database;
  const operator = await createOperator();
  const held = await createRunningJob(sql);
  await pause(operator, null, true);
  const tenant = await createTenant(sql);
  const waiting = await enqueue(sql, tenant);
  expect(await claim(sql)).toBeNull();
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ due: 1, workers_wanted: 0, failed_parts: [] });
  await call(sql, 'finish_integration_job', held.job_id, held.lease_token);
  expect((await readJob(sql, held.job_id)).status).toBe('success');

  await pause(operator, null, false);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ workers_wanted: 1 });
  expect((await claim(sql))?.job_id).toBe(waiting);
});

test('a paused provider leaves the others alone, and its people are told since when', async () => {
  const { sql } = database;
  const operator = await createOperator();
  const tenant = await createTenant(sql, ['acessorias', 'onecode']);
  const admin = await createMember(sql, tenant, 'admin');
  const stranger = await createMember(sql, await createTenant(sql, ['onecode']), 'admin');
  const paused = await enqueue(sql, tenant, 'acessorias');
  const other = await enqueue(sql, tenant, 'onecode');
  await pause(operator, 'acessorias', true);
  await pause(operator, 'acessorias', true);
  expect((await claim(sql))?.job_id).toBe(other);
  expect(await claim(sql)).toBeNull();
  expect((await statusOf(admin)).providers).toEqual([{ name: 'Acessórias', paused_at: expect.any(String) }]);
  expect((await statusOf(stranger)).providers).toEqual([]);
  const [place] = await database.as(
    { user: admin },
    (as) => as`select public.integration_queue_place(${paused}) as it`,
  );
  expect(place?.it).toEqual({ position: 1, reason: 'paused', seconds: null });
  await pause(operator, 'acessorias', false);
  expect((await claim(sql))?.job_id).toBe(paused);
});

test('a pause does not count towards the life of a run that waited through it', async () => {
  const { sql } = database;
  const operator = await createOperator();
  const held = await createRunningJob(sql);
  await call(sql, 'yield_integration_job', held.job_id, held.lease_token);
  await pause(operator, null, true);
  await sql`update private.queue_settings set paused_at = now() - interval '30 hours' where only_row`;
  await sql`update private.job_leases set began_at = now() - interval '31 hours' where job_id = ${held.job_id}`;
  await pause(operator, null, false);
  const [lease] = await sql`
    select extract(epoch from now() - began_at)::int / 60 as minutes from private.job_leases where job_id = ${held.job_id}`;
  expect(lease?.minutes).toBe(60);
});

test('the trail says who paused, resumed and changed what, from what to what; SQL leaves its trace, too', async () => {
  const { sql } = database;
  const operator = await createOperator();
  const before = await lastEvent();
  await pause(operator, null, true);
  await pause(operator, null, false);
  await pause(operator, 'onecode', true);
  await database.as({ user: operator }, (as) => as`select public.change_queue_setting('max_running_per_tenant', 5)`);
  await sql`update private.queue_settings set max_running_per_tenant = 3 where only_row`;
  const none = { subject: null, value_from: null, value_to: null };
  const tenants = { action: 'setting_changed', subject: 'max_running_per_tenant' };
  expect(await eventsSince(before)).toEqual([
    { ...none, actor_id: operator, action: 'queue_paused' },
    { ...none, actor_id: operator, action: 'queue_resumed' },
    { ...none, actor_id: operator, action: 'provider_paused', subject: 'onecode' },
    { ...tenants, actor_id: operator, value_from: '3', value_to: '5' },
    { ...tenants, actor_id: null, value_from: '5', value_to: '3' },
  ]);
});

test('each setting takes its least and its most, and nothing beyond; no other can be changed', async () => {
  const { sql } = database;
  const user = await createOperator();
  const { settings } = await operation(user);
  const change = (name: string, value: number) =>
    database.as({ user }, (as) => as`select public.change_queue_setting(${name}, ${value})`);
  for (const { name, value, lowest, highest } of settings) {
    await change(name, lowest);
    await change(name, highest);
    expect(await sqlstate(change(name, highest + 1)), name).toBe('23514');
    expect(await sqlstate(change(name, lowest - 1)), name).toBe('23514');
    await change(name, value);
  }
  expect(await sqlstate(change('max_workers', 1.5))).toBe('23514');
  expect(await sqlstate(change('keep_jobs_days', 1))).toBe('P0002');
  expect(await sql`select max_workers from private.queue_settings`).toEqual([{ max_workers: 8 }]);
});

test('a released job goes back to the queue without costing an attempt, and its worker changes nothing any more', async () => {
  const { sql } = database;
  const user = await createOperator();
  const held = await createRunningJob(sql);
  const before = await lastEvent();
  const release = () => database.as({ user }, (as) => as`select public.release_integration_job(${held.job_id})`);
  await release();
  expect(await readJob(sql, held.job_id)).toMatchObject({ status: 'pending', attempts: 0, error_code: 'worker_lost' });
  await call(sql, 'finish_integration_job', held.job_id, held.lease_token).catch(() => undefined);
  expect((await readJob(sql, held.job_id)).status).toBe('pending');
  expect(await sqlstate(release())).toBe('IQ001');
  expect(await eventsSince(before)).toEqual([
    { actor_id: user, action: 'job_released', subject: held.job_id, value_from: 'test', value_to: null },
  ]);
  expect((await claim(sql))?.job_id).toBe(held.job_id);
});

test('an operator without any group sees the places of providers and groups, what does not advance, and the day', async () => {
  const { sql } = database;
  const user = await createOperator();
  const held = await createRunningJob(sql);
  const seen = await operation(user);
  expect(seen.health).toMatchObject({ running: 1, pokes: { accepted: 0, refused: 0, failed: 0 } });
  expect(seen.tenants).toEqual([{ name: expect.any(String), running: 1, due: 0, oldest_due_at: null }]);
  expect(seen.runs).toMatchObject([{ job_id: held.job_id, provider: 'Acessórias', worker: 'test', is_lost: false }]);
  await call(
    sql,
    'fail_integration_job',
    held.job_id,
    held.lease_token,
    'permanent',
    'credentials_invalid',
    'Recusada',
    null,
  );
  const { day } = await operation(user);
  expect(day.providers).toContainEqual(expect.objectContaining({ slug: 'acessorias', code: 'credentials_invalid' }));
  expect(day.hours).toHaveLength(24);
});

test('the trail is kept for keep_events_days', async () => {
  const { sql } = database;
  await sql`insert into private.operator_events (action, created_at) values ('queue_paused', now() - interval '1826 days')`;
  await sql`update private.operator_events set created_at = now() - interval '1826 days' where id = (select min(id) from private.operator_events)`;
  const tick = await call(sql, 'integration_queue_tick');
  expect(Number(tick.pruned_operator_events)).toBeGreaterThanOrEqual(1);
  expect(await sql`select 1 from private.operator_events where created_at < now() - interval '1825 days'`).toEqual([]);
});
