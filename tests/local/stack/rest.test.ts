import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiUrl } from '../../../supabase/local/config.ts';
import { type Gateway, startGateway } from '../../../supabase/local/gateway/gateway.ts';
import { verifyToken } from '../../../supabase/local/gateway/tokens.ts';
import { parseProjectConfig } from '../../../supabase/local/project-config.ts';
import { createRest, type Rest } from '../../../supabase/local/rest/rest.ts';
import { projectDir } from '../../support/run.ts';
import { startDatabase, type TestDatabase, waitFor } from './support/support.ts';

const USER = '00000000-0000-4000-8000-000000000001';
const stateless = { auth: { persistSession: false, autoRefreshToken: false } };
const schema = `
  insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, confirmation_token, recovery_token)
  values ('${USER}', 'ana@example.test', '$2b$08$OquMPgWkq8yD3Ie/pubTqOOxGqnB0advj.pkXzH2ZaNk3ptGCTr0a', now(), '{"provider":"email"}', '', '');
  insert into auth.identities (id, provider, provider_id, user_id, identity_data)
  values (gen_random_uuid(), 'email', '${USER}', '${USER}', '{"sub":"${USER}","email":"ana@example.test"}');
  create table public.notes (
    id integer primary key, owner uuid not null default auth.uid(), at timestamptz not null default now(), local_at timestamp,
    data jsonb, amount integer constraint amount_is_positive check (amount > 0)
  );
  alter table public.notes enable row level security;
  create policy "Owners read and write" on public.notes to authenticated using (owner = (select auth.uid()));
  grant select, insert, delete, update (amount, data) on public.notes to authenticated;
  grant select on public.notes to service_role;
  create table public.forgotten (id integer primary key);
  alter table public.forgotten enable row level security;
  create function public.describe(p jsonb) returns text language sql as $$ select jsonb_typeof(p) $$;
  create function public.refuse(p_code text) returns void language plpgsql as
    $$ begin raise exception 'Cannot do it' using errcode = p_code, hint = 'Try later'; end $$;
  create function public.many() returns setof integer language sql as $$ select generate_series(1, 120) $$;
  create function public.limits() returns jsonb language sql as $$
    select jsonb_build_object('role', current_user, 'statement', current_setting('statement_timeout'), 'lock', current_setting('lock_timeout')) $$;
  create function public.take(p_seconds integer) returns void language sql as $$ select pg_sleep(p_seconds) $$;
  create function public.times() returns jsonb language sql as $$ select jsonb_build_object('at', timestamptz '2026-11-23 10:00+00') $$;
`;

let database: TestDatabase;
let rest: Rest;
/** What Postgres refused, as the developer sees it. */
const refused: string[] = [];
let gateway: Gateway;
const client = (key: string) => createClient(apiUrl(database.config), key, stateless);
let ana: ReturnType<typeof client>;

beforeAll(async () => {
  database = await startDatabase();
  await database.sql.unsafe(schema);
  const { publishableKey, secretKey, jwtSecret, apiPort } = database.config;
  const databaseUrl = database.adminUrl;
  rest = await createRest({
    databaseUrl,
    publishableKey,
    secretKey,
    jwtSecret,
    apiUrl: apiUrl(database.config),
    siteUrl: 'http://localhost',
    dataDir: database.config.dataDir,
    projectDir,
    project: parseProjectConfig('[api]\nmax_rows = 50\n[auth]\nenable_signup = false\nminimum_password_length = 10'),
    log: (line) => refused.push(line),
  });
  gateway = await startGateway(apiPort, { rest }, console.error);
  ana = client(publishableKey);
  const { error } = await ana.auth.signInWithPassword({ email: 'ana@example.test', password: 'integracoes' });
  expect(error).toBeNull();
  const notes = [
    { id: 1, at: '2026-11-23T12:46:22.446761Z', local_at: '2026-11-23T09:00:00', data: { list: [1, 'a'] }, amount: 1 },
    { id: 2, at: '2026-11-23T12:46:22Z', data: { n: null }, amount: 2 },
    { id: 3, at: '2026-11-24T00:00:00Z', data: [{ a: 1 }], amount: 3 },
  ];
  const { error: insertError } = await ana.from('notes').insert(notes);
  expect(insertError).toBeNull();
});
afterAll(async () => {
  await gateway.close();
  await rest.close();
  await database.close();
});

test('a token carries the user, verifies with the secret and no other, and ends', async () => {
  const { data } = await ana.auth.getSession();
  const token = data.session?.access_token ?? '';
  const { jwtSecret } = database.config;
  expect(verifyToken(token, jwtSecret)).toMatchObject({ sub: USER, role: 'authenticated' });
  expect(() => verifyToken(token, 'another secret')).toThrow('signature');
  expect(() => verifyToken(token, jwtSecret, Date.now() + 48 * 3_600_000)).toThrow('expired');
  expect(() => verifyToken('sb_publishable_local_integracoes', jwtSecret)).toThrow('no JWT');
  const claims = await ana.auth.getClaims(token);
  expect(claims.data?.claims.sub).toBe(USER);
});

test('a session can be refreshed and ended', async () => {
  const other = client(database.config.publishableKey);
  const wrong = await other.auth.signInWithPassword({ email: 'ana@example.test', password: 'wrong' });
  expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials' });
  await other.auth.signInWithPassword({ email: 'ana@example.test', password: 'integracoes' });
  const refreshed = await other.auth.refreshSession();
  expect(refreshed.data.session?.user.id).toBe(USER);
  expect((await other.auth.getUser()).data.user?.email).toBe('ana@example.test');
  expect((await other.auth.signOut()).error).toBeNull();
  expect((await other.auth.getUser()).data.user).toBeNull();
});

test('windows that refresh one session at once all stay signed in', async () => {
  const first = client(database.config.publishableKey);
  const { data } = await first.auth.signInWithPassword({ email: 'ana@example.test', password: 'integracoes' });
  const refresh_token = data.session?.refresh_token ?? '';
  const windows = Array.from({ length: 8 }, () => client(database.config.publishableKey));
  for (let round = 0; round < 3; round += 1) {
    const refreshed = await Promise.all(windows.map((window) => window.auth.refreshSession({ refresh_token })));
    expect(refreshed.map(({ error }) => error)).toEqual(windows.map(() => null));
  }
  const tokens = await Promise.all(windows.map((window) => window.auth.refreshSession()));
  expect(tokens.map(({ data }) => data.session?.user.id)).toEqual(windows.map(() => USER));
});

test('an answer to a refresh is not given again after the session was ended', async () => {
  const window = client(database.config.publishableKey);
  const { data } = await window.auth.signInWithPassword({ email: 'ana@example.test', password: 'integracoes' });
  const refresh_token = data.session?.refresh_token ?? '';
  await window.auth.refreshSession({ refresh_token });
  await window.auth.signOut({ scope: 'local' });
  const late = await client(database.config.publishableKey).auth.refreshSession({ refresh_token });
  expect(late.data.session).toBeNull();
  expect(late.error?.status).toBe(400);
});

test.each([
  ['anon', '3s'],
  ['authenticated', '8s'],
  ['service_role', '8s'],
])('a statement of %s may take %s, and waits 8 s for a lock', async (role, limit) => {
  const { publishableKey, secretKey } = database.config;
  const caller = { anon: client(publishableKey), authenticated: ana, service_role: client(secretKey) }[role];
  expect((await caller?.rpc('limits'))?.data).toEqual({ role, statement: limit, lock: '8s' });
});

test('a statement that takes longer than its role may is ended', async () => {
  const slow = await client(database.config.publishableKey).rpc('take', { p_seconds: 20 });
  expect([slow.status, slow.error?.code]).toEqual([500, '57014']);
}, 15_000);

test('a change of a whole table is refused, as by the platform', async () => {
  const url = `${apiUrl(database.config)}/rest/v1/notes`;
  const { data } = await ana.auth.getSession();
  const headers = {
    apikey: database.config.publishableKey,
    authorization: `Bearer ${data.session?.access_token}`,
    'content-type': 'application/json',
  };
  const change = await fetch(`${url}?select=id`, { method: 'PATCH', headers, body: '{"amount": 9}' });
  expect([change.status, await change.json()]).toMatchObject([400, { code: '21000' }]);
  const removal = await fetch(url, { method: 'DELETE', headers });
  expect([removal.status, await removal.json()]).toMatchObject([400, { code: '21000' }]);
  expect((await ana.from('notes').update({ amount: 1 }).eq('id', 1).select('amount')).data).toEqual([{ amount: 1 }]);
});

test('the rules of config.toml hold for accounts and pages', async () => {
  const stranger = client(database.config.publishableKey);
  const signUp = await stranger.auth.signUp({ email: 'bea@example.test', password: 'long enough' });
  expect(signUp.error?.status).toBe(422);
  const window = client(database.config.publishableKey);
  await window.auth.signInWithPassword({ email: 'ana@example.test', password: 'integracoes' });
  const weak = await window.auth.updateUser({ password: 'too short' });
  expect(weak.error).toMatchObject({ code: 'weak_password' });
  expect((await ana.rpc('many')).data).toHaveLength(50);
});

test('times have the form of PostgREST, in rows and in json', async () => {
  const { data } = await ana.from('notes').select('at, local_at').order('id').limit(2);
  expect(data).toEqual([
    { at: '2026-11-23T12:46:22.446761+00:00', local_at: '2026-11-23T09:00:00' },
    { at: '2026-11-23T12:46:22+00:00', local_at: null },
  ]);
  expect((await ana.rpc('times')).data).toEqual({ at: '2026-11-23T10:00:00+00:00' });
});

test('json comes back as it was stored, whatever its type', async () => {
  const { data } = await ana.from('notes').select('data').order('id');
  expect(data).toEqual([{ data: { list: [1, 'a'] } }, { data: { n: null } }, { data: [{ a: 1 }] }]);
});

test.each([
  [{ a: 1 }, 'object'],
  [[{ a: 1 }], 'array'],
  [7, 'number'],
  ['a text', 'string'],
  [true, 'boolean'],
])('the json argument %j of a function arrives as %s', async (p, type) => {
  expect((await client(database.config.secretKey).rpc('describe', { p })).data).toBe(type);
});

test('a table without grants stays closed to every role, although row level security is on', async () => {
  const { publishableKey, secretKey } = database.config;
  expect((await client(publishableKey).from('forgotten').select()).error?.code).toBe('42501');
  expect((await ana.from('forgotten').select()).error?.code).toBe('42501');
  expect((await client(secretKey).from('forgotten').select()).error?.code).toBe('42501');
  expect((await ana.from('notes').update({ id: 9 }).eq('id', 1)).status).toBe(403);
  expect((await client(publishableKey).from('notes').select()).status).toBe(401);
});

test.each([
  ['P0001', 400],
  ['IQ003', 400],
  ['23514', 400],
  ['P0002', 500],
  ['55000', 500],
  ['57014', 500],
  ['53300', 503],
])('an error with SQLSTATE %s keeps its code and text, with status %i', async (p_code, status) => {
  const result = await ana.rpc('refuse', { p_code });
  expect(result.status).toBe(status);
  expect(result.error).toMatchObject({ code: p_code, message: 'Cannot do it', hint: 'Try later' });
});

test('violated constraints are told with their names', async () => {
  const check = await ana.from('notes').insert({ id: 4, amount: 0 });
  expect([check.status, check.error?.code]).toEqual([400, '23514']);
  expect(check.error?.message).toContain('amount_is_positive');
  expect(refused.at(-1)).toMatch(/^23514 .*amount_is_positive/);
  const duplicate = await ana.from('notes').insert({ id: 1, amount: 1 });
  expect([duplicate.status, duplicate.error?.code]).toEqual([409, '23505']);
});

test('pages come with their count, and as CSV', async () => {
  const page = await ana.from('notes').select('id', { count: 'exact' }).order('id', { ascending: false }).range(0, 1);
  expect([page.count, page.data]).toEqual([3, [{ id: 3 }, { id: 2 }]]);
  const csv = await ana.from('notes').select('id,amount').order('id').csv();
  expect(csv.data).toBe('id,amount\n1,1\n2,2\n3,3');
});

test('a request without a key, or with a wrong one, is refused', async () => {
  const url = `${apiUrl(database.config)}/rest/v1/notes`;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { apikey: 'sb_secret_wrong' } })).status).toBe(401);
  expect((await fetch(`${apiUrl(database.config)}/unknown`)).status).toBe(404);
});

test('a table that was made while REST serves is there, and one that was dropped is gone', async () => {
  const { error } = await client(database.config.secretKey).from('later').select();
  expect(error?.code).toBe('PGRST205');
  await database.sql`create table public.later (id integer primary key)`;
  await database.sql`grant select on public.later to service_role`;
  await waitFor('REST knows it', async () => {
    const { data } = await client(database.config.secretKey).from('later').select();
    return data?.length === 0;
  });
  await database.sql`drop table public.later`;
  await waitFor('REST has forgotten it', async () => {
    const later = await client(database.config.secretKey).from('later').select();
    return later.error?.code === 'PGRST205';
  });
});

test.each(['/storage/v1/bucket', '/graphql/v1', '/pg/tables'])('%s is no part of the local stack', async (path) => {
  const response = await fetch(apiUrl(database.config) + path, { headers: { apikey: database.config.publishableKey } });
  expect([response.status, await response.json()]).toEqual([404, { message: 'no Route matched with those values' }]);
});

test('ways to sign in beside e-mail and password end in an error', async () => {
  const { auth } = client(database.config.publishableKey);
  const ways = {
    phone: (await auth.signInWithPassword({ phone: '+5511999999999', password: 'integracoes' })).error,
    link: (await auth.signInWithOtp({ email: 'ana@example.test' })).error,
    anonymous: (await auth.signInAnonymously()).error,
  };
  for (const [way, error] of Object.entries(ways)) expect(error?.message, way).toEqual(expect.any(String));
});

test('Vault keeps secrets without encryption', async () => {
  await database.sql`select vault.create_secret('palavra', 'plain')`;
  const [row] = await database.sql`select decrypted_secret from vault.decrypted_secrets where name = 'plain'`;
  expect(row).toEqual({ decrypted_secret: 'palavra' });
});
