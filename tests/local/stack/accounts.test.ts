import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiUrl } from '../../../supabase/local/config.ts';
import { type Gateway, startGateway } from '../../../supabase/local/gateway/gateway.ts';
import { verifyToken } from '../../../supabase/local/gateway/tokens.ts';
import { readProjectConfig } from '../../../supabase/local/project-config.ts';
import { createRest, type Rest } from '../../../supabase/local/rest/rest.ts';
import { projectDir } from '../../support/run.ts';
import { startDatabase, type TestDatabase } from './support/support.ts';

const PASSWORD = 'uma senha longa';
const stateless = { auth: { persistSession: false, autoRefreshToken: false } };

let database: TestDatabase;
let rest: Rest;
let gateway: Gateway;
let admin: SupabaseClient;
const visitor = () => createClient(apiUrl(database.config), database.config.publishableKey, stateless);

beforeAll(async () => {
  database = await startDatabase();
  const { publishableKey, secretKey, jwtSecret, apiPort, dataDir } = database.config;
  rest = await createRest({
    databaseUrl: database.adminUrl,
    publishableKey,
    secretKey,
    jwtSecret,
    apiUrl: apiUrl(database.config),
    siteUrl: 'http://localhost:5173',
    dataDir,
    projectDir,
    project: await readProjectConfig(projectDir),
    log: () => {},
  });
  gateway = await startGateway(apiPort, { rest }, console.error);
  admin = createClient(apiUrl(database.config), secretKey, stateless);
});
afterAll(async () => {
  await gateway.close();
  await rest.close();
  await database.close();
});

/** The link in the newest mail to somebody, as the local mail page shows it. */
async function tokenInMailTo(address: string): Promise<string> {
  const page = await (await fetch(`${apiUrl(database.config)}/mail`)).text();
  const mail = page.split('<li>').find((item) => item.includes(`Para ${address},`)) ?? '';
  return /token_hash=([0-9a-f]+)/.exec(mail)?.[1] ?? '';
}

async function createAccount(email: string) {
  const { data, error } = await admin.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true });
  expect(error).toBeNull();
  return data.user?.id ?? '';
}

test('who is invited gets a mail, accepts it once, and signs in with a password of their own', async () => {
  const invited = await admin.auth.admin.inviteUserByEmail('Rosa@example.test', { data: { name: 'Rosa' } });
  expect(invited.error).toBeNull();
  expect(invited.data.user).toMatchObject({ email: 'rosa@example.test', user_metadata: { name: 'Rosa' } });
  const token_hash = await tokenInMailTo('rosa@example.test');
  const rosa = visitor();
  const accepted = await rosa.auth.verifyOtp({ token_hash, type: 'invite' });
  expect(accepted.error).toBeNull();
  expect(accepted.data.user?.email).toBe('rosa@example.test');
  expect((await rosa.auth.updateUser({ password: PASSWORD })).error).toBeNull();
  expect((await visitor().auth.verifyOtp({ token_hash, type: 'invite' })).error?.status).toBe(403);
  const signedIn = await visitor().auth.signInWithPassword({ email: 'rosa@example.test', password: PASSWORD });
  expect(signedIn.error).toBeNull();
});

test('a second invitation replaces the first; who has an account cannot be invited', async () => {
  await admin.auth.admin.inviteUserByEmail('caio@example.test');
  const first = await tokenInMailTo('caio@example.test');
  await admin.auth.admin.inviteUserByEmail('caio@example.test');
  const second = await tokenInMailTo('caio@example.test');
  expect(second).not.toBe(first);
  expect((await visitor().auth.verifyOtp({ token_hash: first, type: 'invite' })).error?.status).toBe(403);
  expect((await visitor().auth.verifyOtp({ token_hash: second, type: 'invite' })).error).toBeNull();
  expect((await admin.auth.admin.inviteUserByEmail('caio@example.test')).error?.code).toBe('email_exists');
});

test('a forgotten password is replaced through a mail, and the other sessions end', async () => {
  await createAccount('dora@example.test');
  const elsewhere = visitor();
  await elsewhere.auth.signInWithPassword({ email: 'dora@example.test', password: PASSWORD });
  expect((await visitor().auth.resetPasswordForEmail('dora@example.test')).error).toBeNull();
  const dora = visitor();
  const token_hash = await tokenInMailTo('dora@example.test');
  expect((await dora.auth.verifyOtp({ token_hash, type: 'recovery' })).error).toBeNull();
  expect((await dora.auth.updateUser({ password: 'outra senha longa' })).error).toBeNull();
  expect((await elsewhere.auth.refreshSession()).data.session).toBeNull();
  expect((await dora.auth.refreshSession()).data.session).not.toBeNull();
  const signIn = (password: string) => visitor().auth.signInWithPassword({ email: 'dora@example.test', password });
  expect((await signIn(PASSWORD)).error?.code).toBe('invalid_credentials');
  expect((await signIn('outra senha longa')).error).toBeNull();
});

test('nobody learns by the recovery whether an address has an account', async () => {
  expect((await visitor().auth.resetPasswordForEmail('ninguem@example.test')).error).toBeNull();
  expect(await tokenInMailTo('ninguem@example.test')).toBe('');
});

test('a banned user gets no session, until the ban is lifted', async () => {
  const id = await createAccount('elio@example.test');
  const elio = visitor();
  const signIn = () => elio.auth.signInWithPassword({ email: 'elio@example.test', password: PASSWORD });
  await signIn();
  expect((await admin.auth.admin.updateUserById(id, { ban_duration: '24h' })).error).toBeNull();
  expect((await elio.auth.refreshSession()).data.session).toBeNull();
  expect((await signIn()).error?.code).toBe('user_banned');
  await admin.auth.admin.updateUserById(id, { ban_duration: 'none' });
  expect((await signIn()).error).toBeNull();
});

test('a token carries the claims of the platform', async () => {
  const id = await createAccount('fabi@example.test');
  await admin.auth.admin.updateUserById(id, { user_metadata: { name: 'Fabi' }, app_metadata: { plan: 'a' } });
  const { data } = await visitor().auth.signInWithPassword({ email: 'fabi@example.test', password: PASSWORD });
  expect(verifyToken(data.session?.access_token ?? '', database.config.jwtSecret)).toMatchObject({
    iss: `${apiUrl(database.config)}/auth/v1`,
    sub: id,
    role: 'authenticated',
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: expect.any(Number) }],
    session_id: expect.any(String),
    app_metadata: { provider: 'email', plan: 'a' },
    user_metadata: { name: 'Fabi' },
    is_anonymous: false,
  });
});

test('users are listed, read, changed and deleted with the secret key, and with nothing else', async () => {
  const id = await createAccount('gil@example.test');
  const { data } = await admin.auth.admin.listUsers({ page: 1, perPage: 1000 });
  expect(data.users.map((user) => user.email)).toContain('gil@example.test');
  expect((await admin.auth.admin.getUserById(id)).data.user?.email).toBe('gil@example.test');
  const stranger = visitor();
  expect((await stranger.auth.admin.listUsers()).error?.status).toBe(401);
  expect((await stranger.auth.admin.inviteUserByEmail('h@example.test')).error?.status).toBe(401);
  expect((await stranger.auth.admin.deleteUser(id)).error?.status).toBe(401);
  expect((await admin.auth.admin.deleteUser(id)).error).toBeNull();
  expect((await admin.auth.admin.getUserById(id)).error?.status).toBe(404);
});

test('what is no address is refused with its name', async () => {
  const { error } = await admin.auth.admin.inviteUserByEmail('nobody');
  expect(error).toMatchObject({ status: 400, code: 'validation_failed' });
});
