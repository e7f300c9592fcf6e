import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { createRunningJob, createTenant, enqueue, expireLease, readJob, required } from '../../support/fixtures.ts';

const database = testDatabase();
const KEY = 'sb_secret_worker';

let admin: postgres.Sql;
let warnings: string[] = [];
let owner: postgres.Sql;

/**
 * pg_cron and pg_net as the platform shows them: an entry among the extensions, and the two functions that we call. Written by the
 * superuser, since their binaries are not part of plain Postgres.
 */
const FAKE = `
  set allow_system_table_mods = on;
  insert into pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  values (990001, 'pg_cron', 10, 'pg_catalog'::regnamespace, false, '1.6'), (990002, 'pg_net', 10, 'pg_catalog'::regnamespace, false, '0.14');
  create schema cron;
  create table cron.job (jobname text primary key, schedule text, command text);
  create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
    insert into cron.job values ($1, $2, $3)
    on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning 1 $$;
  create schema net;
  create table net.requests (url text, headers jsonb, body jsonb, timeout_milliseconds int);
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 2000)
  returns bigint language sql as $$ insert into net.requests values ($1, $4, $2, $5) returning 1 $$;
  grant usage on schema cron, net to postgres;
  grant all on all tables in schema cron, net to postgres;`;

beforeAll(() => {
  const name = new URL(database.url()).pathname;
  const adminUrl = new URL(inject('databaseServer').adminUrl);
  adminUrl.pathname = name;
  admin = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  owner = postgres(database.url(), { max: 1, onnotice: (notice) => warnings.push(String(notice.message)) });
});
afterAll(async () => {
  await admin.end();
  await owner.end();
});
beforeEach(async () => {
  warnings = [];
  await database.sql`delete from public.integration_jobs`;
});

const schedule = async () => required((await owner`select private.schedule_queue() as answer`)[0]).answer;
const poke = async () => required((await owner`select private.poke_workers() as poked`)[0]).poked;

test('without pg_cron and pg_net it says what is missing and changes nothing', async () => {
  expect(await schedule()).toBe('missing: pg_cron and pg_net');
  expect(warnings).toEqual(['The queue is not scheduled: pg_cron and pg_net is not installed']);
});

test('where they are, one schedule is made, and a second call replaces it', async () => {
  await admin.unsafe(FAKE).simple();
  expect(await schedule()).toBe('scheduled');
  expect(await schedule()).toBe('scheduled');
  expect([...(await owner`select * from cron.job`)]).toEqual([
    { jobname: 'integration-queue', schedule: '10 seconds', command: 'select private.poke_workers()' },
  ]);
});

test('the scheduled command runs, and pokes nobody when nothing is due', async () => {
  const [job] = await owner`select command from cron.job`;
  await owner.unsafe(required(job).command);
  expect(await owner`select 1 from net.requests`).toHaveLength(0);
});

test('without URL and key in Vault it warns, and the recovery that came first stands', async () => {
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('Vault lacks integrations_project_url');
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending', error_code: 'worker_lost' });
});

test('with both it pokes one worker per due job, up to the limit, with the key and nothing else', async () => {
  await owner`select vault.create_secret('https://ref.supabase.co/', 'integrations_project_url')`;
  await owner`select vault.create_secret(${KEY}, 'integrations_worker_key')`;
  for (let index = 0; index < 6; index += 1) await enqueue(database.sql, await createTenant(database.sql));
  expect(await poke()).toBe(4);
  const requests = await owner`select * from net.requests`;
  expect(requests).toHaveLength(4);
  expect(requests[0]).toEqual({
    url: 'https://ref.supabase.co/functions/v1/process-integration-job',
    headers: { 'Content-Type': 'application/json', apikey: KEY },
    body: {},
    timeout_milliseconds: 5_000,
  });
});

test('when pg_net refuses, it warns and the recovery stands', async () => {
  await admin`alter table net.requests add constraint broken check (false) not valid`;
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('pg_net refused the request');
  expect(warnings.join()).not.toContain(KEY);
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending' });
});

test('where Vault itself is missing it warns too', async () => {
  await admin`drop schema vault cascade`;
  const job = await createRunningJob(database.sql);
  await expireLease(database.sql, job.job_id);
  expect(await poke()).toBe(0);
  expect(warnings.join()).toContain('Vault lacks integrations_project_url');
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'pending' });
});
