import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

interface Answer {
  status: number;
  body: { error?: { code: string; message: string }; job_id?: string; status?: string };
}

async function post(body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${stack.apiUrl}/functions/v1/run-integration`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', apikey: stack.publishableKey, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

test('an unknown provider is 404, a malformed one 400', async () => {
  const { tenant, token } = await stack.createAdmin();
  expect(await post({ tenant_id: tenant.id, provider_slug: 'desconhecido' }, bearer(token))).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found' } },
  });
  expect(await post({ tenant_id: tenant.id, provider_slug: '../x' }, bearer(token))).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid_request' } },
  });
});

test('a disabled integration is 400 integration_disabled', async () => {
  const { tenant, token } = await stack.createAdmin();
  await stack.sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id}`;
  expect(await post({ tenant_id: tenant.id, provider_slug: 'acessorias' }, bearer(token))).toMatchObject({
    status: 400,
    body: { error: { code: 'integration_disabled' } },
  });
});

test('a foreign tenant is 403, and so is one that does not exist', async () => {
  const { token } = await stack.createAdmin();
  const foreign = await stack.createAdmin();
  for (const tenantId of [foreign.tenant.id, randomUUID()]) {
    expect(await post({ tenant_id: tenantId, provider_slug: 'acessorias' }, bearer(token))).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    });
  }
});

test('auditors and members are 403', async () => {
  const { tenant } = await stack.createAdmin();
  for (const role of ['auditor', 'member'] as const) {
    const { token } = await stack.createUser(tenant, role);
    expect(await post({ tenant_id: tenant.id, provider_slug: 'acessorias' }, bearer(token))).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    });
  }
});

const MALFORMED: [name: string, body: unknown][] = [
  ['no JSON', '{"tenant_id": '],
  ['an empty body', ''],
  ['an array', []],
  ['no tenant', { provider_slug: 'acessorias' }],
  ['a tenant that is no UUID', { tenant_id: '1', provider_slug: 'acessorias' }],
  ['an unknown field', { tenant_id: randomUUID(), provider_slug: 'acessorias', provider: 'x' }],
  [
    'a start that is neither asked for nor not',
    { tenant_id: randomUUID(), provider_slug: 'acessorias', payload: { from_start: 'false' } },
  ],
  ['a payload that is no object', { tenant_id: randomUUID(), provider_slug: 'acessorias', payload: [] }],
];

test.for(MALFORMED)('%s is 400 invalid_request', async ([, body]) => {
  const { token } = await stack.createAdmin();
  expect(await post(body, bearer(token))).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
});

test('a payload with a credential is 400 and nothing is written', async () => {
  const { tenant, token } = await stack.createAdmin();
  const body = { tenant_id: tenant.id, provider_slug: 'acessorias', payload: { api_key: 'x' } };
  expect(await post(body, bearer(token))).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  expect(await stack.sql`select 1 from public.integration_jobs where tenant_id = ${tenant.id}`).toHaveLength(0);
});

test('a body over 64 KiB is 413', async () => {
  const { tenant, token } = await stack.createAdmin();
  const body = { tenant_id: tenant.id, provider_slug: 'acessorias', payload: { text: 'x'.repeat(70_000) } };
  expect(await post(body, bearer(token))).toMatchObject({
    status: 413,
    body: { error: { code: 'payload_too_large' } },
  });
});

test('no token, an API key, a forged and a malformed token are 401', async () => {
  const { tenant, token } = await stack.createAdmin();
  const body = { tenant_id: tenant.id, provider_slug: 'acessorias' };
  const [header, payload] = token.split('.');
  const forged = `${header}.${payload}.${'A'.repeat(43)}`;
  for (const headers of [
    {},
    bearer(stack.publishableKey),
    bearer(forged),
    bearer('abc'),
    { Authorization: 'Basic eDp5' },
  ]) {
    expect(await post(body, headers)).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
  }
});

test('other methods are 405, a preflight is answered for supabase-js', async () => {
  const url = `${stack.apiUrl}/functions/v1/run-integration`;
  const got = await fetch(url, { headers: { apikey: stack.publishableKey } });
  expect([got.status, await got.json()]).toMatchObject([405, { error: { code: 'method_not_allowed' } }]);
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'http://localhost:5173',
      'Access-Control-Request-Headers': 'authorization,apikey,x-client-info,content-type',
    },
  });
  expect(preflight.status).toBeLessThan(300);
  const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
  for (const header of ['authorization', 'apikey', 'x-client-info', 'content-type']) expect(allowed).toContain(header);
});

test('an error says nothing about the inside', async () => {
  const { token } = await stack.createAdmin();
  const { body } = await post('{', bearer(token));
  expect(Object.keys(body)).toEqual(['error']);
  expect(JSON.stringify(body)).not.toMatch(/\bat \S+:\d+|node_modules|file:|supabase\/functions/);
});
