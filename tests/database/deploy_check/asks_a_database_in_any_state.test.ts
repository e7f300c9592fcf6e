import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseFacts } from '../../../supabase/deploy-check/database.ts';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, enqueue } from '../../support/database/fixtures.ts';
import { projectDir } from '../../support/run.ts';
import { EXTENSIONS } from '../wake_up/support/extensions.ts';

// The official CLI asks real databases here: before the first push, after it, with and without what the platform offers.

const database = testDatabase();
const ask = (url = database.url()) => databaseFacts(projectDir, `--remote=${url}`);

/** A connection of the superuser to a database of the test server. */
function superuser(name: string): postgres.Sql {
  const url = new URL(inject('databaseServer').adminUrl);
  url.pathname = name;
  return postgres(url.href, { max: 1, onnotice: () => {} });
}

const empty = `empty_${randomUUID().slice(0, 8)}`;
let server: postgres.Sql;
let admin: postgres.Sql;
beforeAll(async () => {
  server = superuser('/postgres');
  await server.unsafe(`create database ${empty}`);
  admin = superuser(new URL(database.url()).pathname);
});
afterAll(async () => {
  await admin.end();
  await server.unsafe(`drop database ${empty} with (force)`);
  await server.end();
});

test('before the first push everything is missing, and nothing fails', async () => {
  const url = new URL(inject('databaseServer').adminUrl);
  url.pathname = empty;
  const facts = await ask(url.href);
  expect(facts.missingMigrations.length).toBeGreaterThan(20);
  expect(facts).toMatchObject({
    unknownMigrations: [],
    missingExtensions: ['pg_cron', 'pg_net'],
    hasVault: false,
    missingSecrets: ['integrations_project_url', 'integrations_worker_key'],
    projectUrl: null,
    schedule: null,
    runs: [],
    health: null,
  });
});

test('after the push the migrations are there; extensions and the address are not', async () => {
  expect(await ask()).toMatchObject({
    missingMigrations: [],
    missingExtensions: ['pg_cron', 'pg_net'],
    hasVault: true,
    missingSecrets: ['integrations_project_url'],
    schedule: null,
    health: { due: 0, pokes: { refused: 0, failed: 0, last: null } },
  });
});

test('a complete database is told as it is, and so is what became of the newest poke', async () => {
  await admin.unsafe(EXTENSIONS).simple();
  await admin.unsafe('alter table cron.job add column active boolean not null default true').simple();
  await admin
    .unsafe(
      'alter table cron.job_run_details add column status text, add column return_message text, add column start_time timestamptz',
    )
    .simple();
  await database.sql`select vault.create_secret('https://ref.supabase.co', 'integrations_project_url')`;
  await database.sql`select private.schedule_queue()`;
  await enqueue(database.sql, await createTenant(database.sql));
  await database.sql`select private.poke_workers()`;
  await admin`
    with taken as (delete from net.http_request_queue where true returning id)
    insert into net._http_response (id, status_code, timed_out) select id, 500, false from taken`;
  // Somebody else's request to another place, answered later.
  await admin`insert into net._http_response (id, status_code, timed_out) values (4711, 401, false)`;
  await database.sql`select private.poke_workers()`;
  expect(await ask()).toMatchObject({
    missingExtensions: [],
    missingSecrets: [],
    projectUrl: 'https://ref.supabase.co',
    schedule: { schedule: '10 seconds', active: true },
    health: { due: 1, pokes: { refused: 0, failed: 1, last: { outcome: 'failed', detail: 'status 500' } } },
  });
});

test('a database that is down says so', async () => {
  await expect(ask('postgres://me:secret@127.0.0.1:9/x')).rejects.toThrow('ECONNREFUSED');
});
