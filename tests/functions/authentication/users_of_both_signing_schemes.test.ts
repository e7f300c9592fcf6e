import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FunctionProcess, startFunction } from '../support/function-process.ts';
import { type AuthServer, startAuthServer } from './support/auth-server.ts';
import { SigningKey, signHs256, unsigned, userClaims } from './support/tokens.ts';

/** run-integration in a real Deno, against an Auth that publishes a real key set. */
let auth: AuthServer;
let runIntegration: FunctionProcess;
beforeAll(async () => {
  auth = await startAuthServer();
  runIntegration = await startFunction('run-integration', {
    SUPABASE_URL: auth.url,
    SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_test"}',
    SUPABASE_SECRET_KEYS: '{"default":"sb_secret_test"}',
    INTEGRATIONS_JWT_ISSUER: auth.issuer,
  });
});
afterAll(async () => {
  await runIntegration?.close();
  await auth?.close();
});
beforeEach(() => {
  auth.requests.length = 0;
});

const body = { tenant_id: randomUUID(), provider_slug: 'acessorias' };
const present = (token: string) =>
  runIntegration.post({ apikey: 'sb_publishable_test', authorization: `Bearer ${token}` }, body);
const refused = { status: 401, body: { error: { code: 'unauthorized', message: expect.any(String) } } };
/** Let in, and then told that a tenant without a membership is not theirs. */
const letIn = { status: 403, body: { error: { code: 'forbidden' } } };
const claims = (changes: Record<string, unknown> = {}) => userClaims(auth.issuer, changes);

test('an ES256 token of the published key is let in, without a question to Auth for each request', async () => {
  expect(await present(auth.key.sign(claims()))).toMatchObject(letIn);
  auth.requests.length = 0;
  expect(await present(auth.key.sign(claims({ aud: ['authenticated'] })))).toMatchObject(letIn);
  expect(auth.requests.filter((request) => request.includes('/auth/'))).toEqual([]);
});

test('an HS256 token of the shared secret is let in, and it is Auth that says so', async () => {
  expect(await present(signHs256(claims(), auth.secret))).toMatchObject(letIn);
  expect(auth.requests).toContain('GET /auth/v1/user');
});

const now = () => Math.floor(Date.now() / 1000);
const FAULTS: [name: string, changes: () => Record<string, unknown>][] = [
  ['an expired token', () => ({ exp: now() - 1 })],
  ['a token without an end', () => ({ exp: undefined })],
  ['a token of a foreign issuer', () => ({ iss: 'https://other.supabase.co/auth/v1' })],
  ['a token without an issuer', () => ({ iss: undefined })],
  ['a token for another audience', () => ({ aud: 'storage' })],
  ['a token for nobody in particular', () => ({ aud: undefined })],
  ['a token of service_role', () => ({ role: 'service_role' })],
  ['a token of anon', () => ({ role: 'anon', sub: undefined })],
  ['a token without a role', () => ({ role: undefined })],
  ['a token of no user', () => ({ sub: undefined })],
  ['a token whose subject is no user id', () => ({ sub: "x' or '1'='1" })],
];

test.for(FAULTS)('%s is refused, however it is signed', async ([, changes]) => {
  expect(await present(auth.key.sign(claims(changes())))).toMatchObject(refused);
  expect(await present(signHs256(claims(changes()), auth.secret))).toMatchObject(refused);
});

test('a token that claims to need no signature is refused, with and without a key id', async () => {
  for (const header of [{}, { kid: auth.key.kid }, { alg: 'None' }, { alg: 'NONE', kid: auth.key.kid }, { alg: '' }]) {
    expect(await present(unsigned(claims(), header))).toMatchObject(refused);
  }
});

test('a token signed with the public key as if it were a shared secret is refused', async () => {
  const { jwk } = auth.key;
  const asSecret = [
    auth.key.public.export({ type: 'spki', format: 'pem' }),
    auth.key.public.export({ type: 'spki', format: 'der' }),
    JSON.stringify(jwk),
    String(jwk.x),
  ];
  for (const secret of asSecret) {
    for (const header of [{}, { kid: auth.key.kid }]) {
      expect(await present(signHs256(claims(), secret, header))).toMatchObject(refused);
    }
  }
});

test('a token of a foreign key is refused, also under the name of ours', async () => {
  const foreign = new SigningKey();
  expect(await present(foreign.sign(claims()))).toMatchObject(refused);
  expect(await present(foreign.sign(claims(), { kid: auth.key.kid }))).toMatchObject(refused);
  expect(await present(foreign.sign(claims(), { kid: undefined }))).toMatchObject(refused);
  // A key that the token brings along is nobody's.
  expect(await present(foreign.sign(claims(), { jwk: foreign.jwk, jku: `${auth.url}/x`, kid: 'x' }))).toMatchObject(
    refused,
  );
});

test('a changed payload, a cut signature and another algorithm under the same signature are refused', async () => {
  const [header = '', payload = '', signature = ''] = auth.key.sign(claims()).split('.');
  const other = Buffer.from(JSON.stringify(claims())).toString('base64url');
  const rs256 = Buffer.from(JSON.stringify({ alg: 'RS256', kid: auth.key.kid })).toString('base64url');
  const tokens = [
    `${header}.${other}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -6)}`,
    `${header}.${payload}.`,
    `${rs256}.${payload}.${signature}`,
  ];
  for (const token of tokens) expect(await present(token)).toMatchObject(refused);
});

test('garbage is refused', async () => {
  const tokens = [
    'x',
    'a.b.c',
    '..',
    'e30.e30.e30',
    'eyJhbGciOiJFUzI1NiJ9',
    '%00.%00.%00',
    'sb_secret_test',
    'x'.repeat(5000),
  ];
  for (const token of tokens) expect(await present(token)).toMatchObject(refused);
});

test('while Auth gives no verdict nobody is let in and nobody is sent to sign in again', async () => {
  const token = signHs256(claims(), auth.secret);
  for (const status of [500, 503, 429]) {
    auth.breakAuth(status);
    expect(await present(token)).toMatchObject({ status: 500, body: { error: { code: 'internal_error' } } });
  }
  auth.breakAuth(null);
  expect(await present(token)).toMatchObject(letIn);
});

test('no token is ever logged', () => {
  expect(runIntegration.lines.length).toBeGreaterThan(0);
  expect(runIntegration.lines.filter((line) => /eyJ|sb_/.test(line))).toEqual([]);
});
