import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

async function ask(token: string, body: object): Promise<{ status: number; body: unknown; text: string }> {
  const response = await fetch(`${stack.apiUrl}/functions/v1/test-integration`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text), text };
}

async function setUp() {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0 });
  return { admin, request: { tenant_id: admin.tenant.id, provider_slug: 'acessorias' } };
}

test('the stored connection passes with one call of the provider', async () => {
  const { admin, request } = await setUp();
  expect(await ask(admin.token, request)).toMatchObject({ status: 200, body: { ok: true } });
  expect((await stack.sandbox.read(admin.sandboxToken)).stats.requests).toBe(1);
});

test('every provider can be tried before it is set up', async () => {
  const { admin, request } = await setUp();
  for (const provider of ['bomcontrole', 'onecode']) {
    const given = { base_url: `${stack.sandboxUrl}/${provider}`, credential: admin.sandboxToken };
    expect(await ask(admin.token, { ...request, provider_slug: provider, ...given })).toMatchObject({
      body: { ok: true },
    });
  }
  const [row] = await stack.sql<{ integrations: number }[]>`
    select count(*)::int as integrations from public.tenant_integrations where tenant_id = ${admin.tenant.id}`;
  expect(row?.integrations).toBe(1);
});

test('a wrong credential is told in Portuguese, is not echoed, and the stored one stays', async () => {
  const { admin, request } = await setUp();
  const answer = await ask(admin.token, { ...request, credential: 'canary-wrong-credential' });
  expect(answer).toMatchObject({ status: 200, body: { ok: false, error: { code: 'credentials_rejected' } } });
  expect(answer.text).toContain('recusou a credencial');
  expect(answer.text).not.toContain('canary');
  expect(await ask(admin.token, request)).toMatchObject({ body: { ok: true } });
});

test('an address that leads inward and a stored credential for another host are refused', async () => {
  const { admin, request } = await setUp();
  expect(await ask(admin.token, { ...request, base_url: 'https://169.254.169.254', credential: 'x' })).toMatchObject({
    body: { ok: false, error: { code: 'base_url_refused' } },
  });
  expect(await ask(admin.token, { ...request, base_url: 'https://attacker.example.com' })).toMatchObject({
    body: { ok: false, error: { code: 'credentials_missing' } },
  });
  expect((await stack.sandbox.read(admin.sandboxToken)).stats.requests).toBe(0);
});

test('auditors, other tenants and unknown providers are refused', async () => {
  const { admin, request } = await setUp();
  const auditor = await stack.createUser(admin.tenant, 'auditor');
  const stranger = await stack.createAdmin();
  for (const { token } of [auditor, stranger]) {
    expect(await ask(token, request)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  }
  expect(await ask('no.user.token', request)).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
  expect(await ask(admin.token, { ...request, provider_slug: 'unknown' })).toMatchObject({ status: 404 });
  expect(await ask(admin.token, { ...request, extra: 1 })).toMatchObject({ status: 400 });
});

test('each test is in the trail, and the eleventh within a minute is told to wait', async () => {
  const { admin, request } = await setUp();
  await stack.sql`update private.queue_settings set tests_per_user_and_minute = default`;
  await ask(admin.token, { ...request, credential: 'canary-wrong-credential' });
  for (let count = 1; count < 10; count += 1) await ask(admin.token, request);
  expect(await ask(admin.token, request)).toMatchObject({
    status: 429,
    body: { error: { code: 'too_many_requests' } },
  });
  const events = await admin.client
    .from('integration_events')
    .select('actor_id, details')
    .eq('action', 'connection_tested')
    .eq('tenant_id', admin.tenant.id)
    .order('id');
  expect(events.data).toEqual(
    Array.from({ length: 10 }, (_, index) => ({
      actor_id: admin.userId,
      details: { result: index === 0 ? 'credentials_rejected' : 'ok' },
    })),
  );
});
