import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../../../supabase/local/stack.ts';
import { Watcher } from '../realtime/support/watcher.ts';
import { temporaryFolder, testConfig, waitFor, writeFiles } from './support/support.ts';

const USER = '00000000-0000-4000-8000-000000000001';
const ROUNDS = 4;
/** More than REST has connections, so that some wait for one. */
const CALLS = 30;
const CONNECTIONS = 20;
const schema = `
  insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, confirmation_token, recovery_token)
  values ('${USER}', 'ana@example.test', '$2b$08$OquMPgWkq8yD3Ie/pubTqOOxGqnB0advj.pkXzH2ZaNk3ptGCTr0a', now(), '{"provider":"email"}', '', '');
  insert into auth.identities (id, provider, provider_id, user_id, identity_data)
  values (gen_random_uuid(), 'email', '${USER}', '${USER}', '{"sub":"${USER}","email":"ana@example.test"}');
  create table public.notes (id integer primary key, body text);
  grant select, insert on public.notes to anon;
  alter publication supabase_realtime add table public.notes;
  create function public.work() returns void language sql as $$ select pg_sleep(60) $$;
  create table public.ticks (at timestamptz default clock_timestamp(), who name default current_user);
  grant insert on public.ticks to service_role;
  create function public.integration_queue_tick() returns jsonb language sql as
    $$ insert into public.ticks default values; select '{}'::jsonb $$;
`;

const folder = await temporaryFolder();
let stack: Stack;
const lines: string[] = [];

beforeAll(async () => {
  await writeFiles(folder.path, { 'supabase/migrations/20260101000000_schema.sql': schema });
  const config = { ...(await testConfig(join(folder.path, 'data'))), projectDir: folder.path, tickMs: 50 };
  const options = { functions: false, sandbox: false, seed: false, log: (line: string) => lines.push(line) };
  stack = await startStack(config, options);
});
afterAll(async () => {
  await stack?.close();
  await folder.remove();
});

/** Asks the database over a connection of its own: none may be open when Postgres ends. */
async function ask<T extends postgres.MaybeRow>(statement: string): Promise<T[]> {
  const sql = postgres(stack.adminUrl, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe<T[]>(statement);
  } finally {
    await sql.end();
  }
}

const client = () =>
  createClient(stack.url, stack.publishableKey, { auth: { persistSession: false, autoRefreshToken: false } });

/** The status of a request, which must come. Errors of the connection to the gateway are failures. */
async function answered(path: string, method: 'GET' | 'POST' = 'GET'): Promise<number> {
  const response = await fetch(`${stack.url}${path}`, {
    method,
    headers: { apikey: stack.publishableKey, 'Content-Type': 'application/json' },
    ...(method === 'POST' ? { body: '{}' } : {}),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (response.status === 503)
    expect(JSON.parse(text)).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  return response.status;
}

const read = () => answered('/rest/v1/notes?limit=1');

/** Calls that hold a transaction open, all connections of REST taken. */
async function callsAtWork(): Promise<Promise<number>[]> {
  const calls = Array.from({ length: CALLS }, () => answered('/rest/v1/rpc/work', 'POST'));
  await waitFor('every connection of REST is at work', async () => {
    const [row] = await ask<{ busy: number }>(
      `select count(*)::integer as busy from pg_stat_activity where wait_event = 'PgSleep'`,
    );
    return row?.busy === CONNECTIONS;
  });
  return calls;
}

async function expectAllParts(watcher: Watcher, round: number): Promise<void> {
  const { error: refused } = await client().auth.signInWithPassword({
    email: 'ana@example.test',
    password: 'integracoes',
  });
  expect(refused).toBeNull();
  await watcher.heard('ok', round + 1);
  const { error } = await client().from('notes').insert({ id: round, body: '' });
  expect(error).toBeNull();
  expect((await watcher.received(round)).new).toMatchObject({ id: round });
  await waitFor('the queue is asked again', async () => {
    const ticks = await ask(`select from public.ticks where who = 'service_role' and at > pg_postmaster_start_time()`);
    return ticks.length > 0;
  });
}

test(`Postgres ends ${ROUNDS} times under transactions: every request is answered, and all parts work again`, async () => {
  const watcher = await Watcher.start(client(), { table: 'notes' });
  for (let round = 1; round <= ROUNDS; round += 1) {
    const calls = await callsAtWork();
    const { pid } = stack.postgres;
    // By turns a crash and a clean stop.
    process.kill(pid, round % 2 === 0 ? 'SIGINT' : 'SIGKILL');
    const meanwhile = Array.from({ length: CALLS }, read);
    expect(new Set(await Promise.all(calls))).toEqual(new Set([503]));
    for (const status of await Promise.all(meanwhile)) expect([200, 503]).toContain(status);
    await waitFor('Postgres is back', () => stack.postgres.pid !== pid);
    await waitFor('REST answers', async () => (await read()) === 200);
    await expectAllParts(watcher, round);
  }
  expect(lines.filter((line) => line.startsWith('[gateway]'))).toEqual([]);
}, 60_000);

test('REST that loses a connection, or its process, is there for the next request', async () => {
  const calls = await callsAtWork();
  await ask(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' limit 1`);
  expect(new Set(await Promise.all(calls))).toEqual(new Set([503]));
  expect(await read()).toBe(200);
  expect(lines).toContain('[rest] Lost a connection to the database');
}, 30_000);
