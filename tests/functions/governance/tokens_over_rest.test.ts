import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { beforeAll, expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';
import { clientWith, createWorld, resign, secondsFromNow, type World } from './support/world.ts';

const stack = testStack();
let world: World;
beforeAll(async () => {
  world = await createWorld(stack);
});

const BAD_TOKENS: [name: string, token: () => string][] = [
  ['an expired token', () => resign(world.own.token, { exp: secondsFromNow(-60) })],
  [
    'a token with a foreign signature',
    () => resign(world.own.token, {}, 'the secret of another project, 32 characters'),
  ],
  ['a token whose tenant-less claims were changed', () => changed(world.own.token)],
  ['garbage', () => 'a.b.c'],
];

/** The token with another subject under the old signature. */
function changed(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(
    JSON.stringify({ sub: world.foreign.userId, role: 'authenticated', exp: secondsFromNow(60) }),
  );
  return `${header}.${claims.toString('base64url')}.${signature}`;
}

test.for(BAD_TOKENS)('%s reads and enqueues nothing over REST', async ([, token]) => {
  const client = clientWith(stack, token());
  const read = await client.from('integration_jobs').select();
  expect(read.status).toBe(401);
  expect(read.data).toBeNull();
  const inserted = await client
    .from('integration_jobs')
    .insert({ tenant_id: world.own.tenant.id, provider_slug: 'acessorias' });
  expect(inserted.status).toBe(401);
});

/** What the functions for users take, beside the tenant. */
const USER_DOORS = {
  'run-integration': { provider_slug: 'acessorias' },
  'test-integration': { provider_slug: 'acessorias' },
  'invite-member': { email: 'rosa@example.test', role: 'admin' },
};

test.for(BAD_TOKENS)('%s is 401 at the functions for users', async ([, token]) => {
  for (const name of Object.keys(USER_DOORS)) {
    const { error } = await clientWith(stack, token()).functions.invoke(name, {
      body: { tenant_id: world.own.tenant.id, provider_slug: 'acessorias' },
    });
    expect(error.context.status).toBe(401);
    expect(await error.context.json()).toEqual({ error: { code: 'unauthorized', message: expect.any(String) } });
  }
});

test("a user's token opens no door that needs a secret key", async () => {
  for (const name of ['process-integration-job', 'sync-acessorias', 'sync-bomcontrole', 'sync-onecode-contacts']) {
    const { error } = await world.own.client.functions.invoke(name, { body: {} });
    expect(error.context.status).toBe(401);
  }
});

test('a user of one tenant is 403 at the functions for another, and so are an auditor and a member for their own', async () => {
  for (const [name, fields] of Object.entries(USER_DOORS)) {
    for (const [{ client }, tenant] of [
      [world.own, world.foreign.tenant.id],
      [world.own, randomUUID()],
      [world.auditor, world.own.tenant.id],
      [world.member, world.own.tenant.id],
    ] as const) {
      const { error } = await client.functions.invoke(name, {
        body: { tenant_id: tenant, ...fields },
      });
      expect([name, error.context.status]).toEqual([name, 403]);
    }
  }
});

test('the health of the queue is told to a secret key and to nobody else', async () => {
  const withKey = (key: string) => createClient(stack.apiUrl, key, { auth: { persistSession: false } });
  const { data, error } = await withKey(stack.secretKey).rpc('integration_queue_health');
  expect(error).toBeNull();
  expect(data).toMatchObject({
    due: expect.any(Number),
    waiting: expect.any(Number),
    running: expect.any(Number),
    expired_leases: expect.any(Number),
    failed_jobs_last_hour: expect.any(Number),
    last_tick_age_seconds: expect.any(Number),
  });
  for (const client of [withKey(stack.publishableKey), world.own.client, world.auditor.client]) {
    expect((await client.rpc('integration_queue_health')).error).toMatchObject({ code: '42501' });
  }
});

test('no worker function of the database can be called with a publishable key or by a user', async () => {
  const lease = { p_job_id: randomUUID(), p_lease_token: randomUUID() };
  const calls: [name: string, parameters: object][] = [
    ['claim_integration_job', { p_worker: 'x' }],
    ['heartbeat_integration_job', lease],
    ['finish_integration_job', lease],
    ['yield_integration_job', lease],
    ['fail_integration_job', { ...lease, p_kind: 'permanent', p_code: 'x', p_message: 'x' }],
    ['open_integration_slice', lease],
    ['store_integration_page', { ...lease, p_rows: [], p_cursor: null }],
    ['integration_queue_tick', {}],
    [
      'open_integration_connection_test',
      { p_tenant_id: world.own.tenant.id, p_provider_slug: 'acessorias', p_user_id: world.own.userId },
    ],
  ];
  const anon = createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false } });
  for (const [name, parameters] of calls) {
    for (const client of [anon, world.own.client]) {
      const { error } = await client.rpc(name, parameters);
      expect([name, error?.code]).toEqual([name, '42501']);
    }
  }
});
