import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { type FunctionProcess, startFunction } from '../support/function-process.ts';
import { type AuthServer, startAuthServer } from './support/auth-server.ts';
import { signHs256, userClaims } from './support/tokens.ts';

/** process-integration-job in a real Deno, once for each generation of API keys. */
let auth: AuthServer;
let named: FunctionProcess;
let legacy: FunctionProcess;
/** API keys of the older generation are tokens. */
let serviceRoleKey: string;
let anonKey: string;
beforeAll(async () => {
  auth = await startAuthServer();
  serviceRoleKey = signHs256({ iss: 'supabase', ref: 'test', role: 'service_role' }, auth.secret);
  anonKey = signHs256({ iss: 'supabase', ref: 'test', role: 'anon' }, auth.secret);
  [named, legacy] = await Promise.all([
    startFunction('process-integration-job', {
      SUPABASE_URL: auth.url,
      SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_default"}',
      SUPABASE_SECRET_KEYS: '{"worker":"sb_secret_worker","default":"sb_secret_default","reports":"sb_secret_reports"}',
    }),
    startFunction('process-integration-job', {
      SUPABASE_URL: auth.url,
      SUPABASE_ANON_KEY: anonKey,
      SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey,
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([named?.close(), legacy?.close()]);
  await auth?.close();
});

const accepted = { status: 202, body: { accepted: true } };
const refused = { status: 401, body: { error: { code: 'unauthorized', message: expect.any(String) } } };

test('every named key is accepted, on apikey and as a bearer', async () => {
  for (const key of ['sb_secret_worker', 'sb_secret_default', 'sb_secret_reports']) {
    expect(await named.post({ apikey: key })).toMatchObject(accepted);
    expect(await named.post({ authorization: `Bearer ${key}` })).toMatchObject(accepted);
  }
});

test('the older service_role key is accepted where there is no other, and the worker asks the queue with it', async () => {
  expect(await legacy.post({ apikey: serviceRoleKey })).toMatchObject(accepted);
  await until('a claim', () => (auth.queueKeys.includes(serviceRoleKey) ? true : null));
  expect(await legacy.post({ authorization: `Bearer ${serviceRoleKey}` })).toMatchObject(accepted);
});

test('of several named keys the worker asks the queue with the default one', async () => {
  expect(await named.post({ apikey: 'sb_secret_worker' })).toMatchObject(accepted);
  await until('a claim', () => (auth.queueKeys.includes('sb_secret_default') ? true : null));
  expect(auth.queueKeys).not.toContain('sb_secret_worker');
});

test('publishable keys, keys of another project, tokens of users and nothing at all are refused', async () => {
  const foreign = signHs256({ iss: 'supabase', ref: 'other', role: 'service_role' }, 'secret of another project');
  const user = auth.key.sign(userClaims(auth.issuer));
  const forged = auth.key.sign(userClaims(auth.issuer, { role: 'service_role' }));
  const keys = [
    'sb_publishable_default',
    'sb_secret_',
    'sb_secret_worke',
    'sb_secret_worker1',
    anonKey,
    foreign,
    user,
    forged,
  ];
  for (const process of [named, legacy]) {
    for (const key of keys) {
      expect(await process.post({ apikey: key })).toMatchObject(refused);
      expect(await process.post({ authorization: `Bearer ${key}` })).toMatchObject(refused);
    }
    expect(await process.post({})).toMatchObject(refused);
    expect(await process.post({ apikey: '' })).toMatchObject(refused);
  }
  expect(await named.post({ apikey: serviceRoleKey })).toMatchObject(refused);
  expect(await legacy.post({ apikey: 'sb_secret_default' })).toMatchObject(refused);
});

test('a key is not completed by a second one', async () => {
  expect(
    await named.post({ apikey: 'sb_publishable_default', authorization: 'Bearer sb_secret_default' }),
  ).toMatchObject(refused);
});

test('no key is ever logged', () => {
  expect([...named.lines, ...legacy.lines].filter((line) => /eyJ|sb_/.test(line))).toEqual([]);
});
