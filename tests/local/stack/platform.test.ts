import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiUrl, databaseUrl } from '../../../supabase/local/config.ts';
import { bootstrap } from '../../../supabase/local/postgres/bootstrap.ts';
import { startTick } from '../../../supabase/local/tick.ts';
import { startDatabase, type TestDatabase, waitFor } from './support/support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await database.sql`create table public.fresh (id integer primary key)`;
  await database.sql`create function public.fresh_count() returns bigint language sql as 'select count(*) from public.fresh'`;
});
afterAll(() => database.close());

/** Runs one statement as an API role. */
function as(role: string, statement: string) {
  return database.sql.begin(async (sql) => {
    await sql.unsafe(`set local role ${role}`);
    return sql.unsafe(statement);
  });
}

test('the migration role is no superuser, but owns the database', async () => {
  const [row] = await database.sql`
    select rolsuper, rolcreaterole, rolbypassrls, pg_get_userbyid(datdba) = 'postgres' as is_owner
    from pg_roles, pg_database where rolname = 'postgres' and datname = current_database()`;
  expect(row).toEqual({ rolsuper: false, rolcreaterole: true, rolbypassrls: true, is_owner: true });
});

test.each(['anon', 'authenticated', 'service_role'])('%s may do nothing with a fresh table', async (role) => {
  for (const statement of [
    'select * from public.fresh',
    'insert into public.fresh values (1)',
    'update public.fresh set id = 2',
    'delete from public.fresh',
    'truncate public.fresh',
  ]) {
    await expect(as(role, statement)).rejects.toMatchObject({ code: '42501' });
  }
});

const OUT_OF_REACH = [
  "select vault.create_secret('x')",
  'select * from auth.users',
  'select * from auth.refresh_tokens',
];

test.each([
  ['anon', ['select * from vault.secrets', 'select * from vault.decrypted_secrets', ...OUT_OF_REACH]],
  ['authenticated', ['select * from vault.secrets', 'select * from vault.decrypted_secrets', ...OUT_OF_REACH]],
  // It may read Vault in SQL on the platform; REST exposes neither schema to anybody.
  ['service_role', OUT_OF_REACH],
])('%s reaches nothing of vault and auth that it may not on the platform', async (role, statements) => {
  for (const statement of statements) {
    await expect(as(role, statement)).rejects.toMatchObject({ code: '42501' });
  }
});

test('the caller is known by its claims', async () => {
  const [row] = await database.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', '{"sub":"00000000-0000-4000-8000-000000000101","role":"authenticated"}', true)`;
    await sql`set local role authenticated`;
    return sql`select auth.uid() as uid, auth.role() as role, auth.jwt() ->> 'sub' as sub`;
  });
  const uid = '00000000-0000-4000-8000-000000000101';
  expect(row).toEqual({ uid, role: 'authenticated', sub: uid });
  const [nobody] = await database.sql`select auth.uid() as uid`;
  expect(nobody?.uid).toBeNull();
});

test('the publication is empty and takes a table from the migration role', async () => {
  const before = await database.sql`select * from pg_publication_tables where pubname = 'supabase_realtime'`;
  await database.sql`alter publication supabase_realtime add table public.fresh`;
  const after = await database.sql`select tablename from pg_publication_tables where pubname = 'supabase_realtime'`;
  expect([before.length, after[0]?.tablename]).toEqual([0, 'fresh']);
});

test('vault keeps, changes and lists secrets by name', async () => {
  const [created] = await database.sql`select vault.create_secret('first', 'key', 'A key') as id`;
  await database.sql`select vault.update_secret(${created?.id}, 'second')`;
  const [secret] = await database.sql`
    select name, description, decrypted_secret, updated_at >= created_at as is_ordered from vault.decrypted_secrets where name = 'key'`;
  expect(secret).toEqual({ name: 'key', description: 'A key', decrypted_secret: 'second', is_ordered: true });
  await expect(database.sql`select vault.create_secret('again', 'key')`).rejects.toMatchObject({ code: '23505' });
});

test('bootstrap may be repeated and leaves what is there', async () => {
  await database.sql`select vault.create_secret('kept', 'kept')`;
  await bootstrap(database.adminUrl);
  const [secret] = await database.sql`select decrypted_secret from vault.decrypted_secrets where name = 'kept'`;
  expect(secret?.decrypted_secret).toBe('kept');
  await expect(as('anon', 'select * from public.fresh')).rejects.toMatchObject({ code: '42501' });
});

test('several databases of one server can be prepared at once', async () => {
  const names = ['first', 'second', 'third'];
  for (const name of names) await database.sql.unsafe(`create database ${name}`);
  await Promise.all(names.map((name) => bootstrap(database.adminUrl.replace(/postgres$/, name))));
  const [row] = await database.sql`select count(*)::integer as count from pg_roles where rolname = 'anon'`;
  expect(row?.count).toBe(1);
});

test('the tick asks the queue as service_role, wakes as many workers as it wants, and outlives errors', async () => {
  const { sql, config } = database;
  await sql.unsafe(`
    create table public.demand (workers integer);
    create function public.integration_queue_tick() returns jsonb language sql as $$
      select jsonb_build_object('workers_wanted', (select workers from public.demand), 'role', current_user) $$;`);
  const keys: unknown[] = [];
  const lines: string[] = [];
  const gateway = createServer((req, res) => {
    keys.push([req.method, req.url, req.headers.apikey]);
    res.writeHead(202).end();
  });
  await new Promise<void>((resolve) => gateway.listen(config.apiPort, '127.0.0.1', resolve));
  const tick = startTick({
    databaseUrl: databaseUrl(config),
    apiUrl: apiUrl(config),
    secretKey: config.secretKey,
    everyMs: 50,
    log: (line) => lines.push(line),
  });
  // service_role has no grant on the table yet: the tick fails, is logged, and goes on.
  await waitFor('a refused tick is logged', () => lines.some((line) => line.includes('permission denied')));
  await sql`insert into public.demand values (2)`;
  await sql`grant select on public.demand to service_role`;
  await waitFor('two workers are woken', () => keys.length >= 2);
  await sql`update public.demand set workers = 0`;
  await tick.close();
  gateway.close();
  expect(keys.slice(0, 2)).toEqual(Array(2).fill(['POST', '/functions/v1/process-integration-job', config.secretKey]));
});
