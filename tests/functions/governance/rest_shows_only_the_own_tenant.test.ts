import { createClient } from '@supabase/supabase-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';
import { createWorld, TENANT_TABLES, type World } from './support/world.ts';

const stack = testStack();
let world: World;
beforeAll(async () => {
  world = await createWorld(stack);
});

describe.for(Object.entries(TENANT_TABLES))('%s', ([table, column]) => {
  test('without a filter there are rows, and all of them are of the own tenant', async () => {
    const { data, error } = await world.own.client.from(table).select();
    expect(error).toBeNull();
    expect(new Set(data?.map((row) => row[column]))).toEqual(new Set([world.own.tenant.id]));
  });

  test('a filter for the foreign tenant finds and counts nothing, in whatever form it asks', async () => {
    const { client } = world.own;
    const foreign = world.foreign.tenant.id;
    const answers = await Promise.all([
      client.from(table).select().eq(column, foreign),
      client.from(table).select().in(column, [foreign]),
      client.from(table).select().neq(column, world.own.tenant.id),
      client.from(table).select().or(`${column}.eq.${foreign},${column}.neq.${world.own.tenant.id}`),
    ]);
    expect(answers.map(({ data, error }) => error ?? data)).toEqual([[], [], [], []]);
    const { count } = await client.from(table).select('*', { count: 'exact', head: true }).eq(column, foreign);
    expect(count).toBe(0);
  });

  test('an auditor reads the own tenant, a member only tenant and membership, and nobody else anything', async () => {
    const tenantsOf = async (client: typeof world.own.client) =>
      [...new Set((await client.from(table).select()).data?.map((row) => row[column]))] as string[];
    expect(await tenantsOf(world.auditor.client)).toEqual([world.own.tenant.id]);
    const isForMembers = ['tenants', 'tenant_members'].includes(table);
    expect(await tenantsOf(world.member.client)).toEqual(isForMembers ? [world.own.tenant.id] : []);
    const anon = createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false } });
    const { data, error } = await anon.from(table).select();
    expect([data, error?.code]).toEqual([null, '42501']);
  });
});

test('a user reads only the own membership', async () => {
  const { data } = await world.own.client.from('tenant_members').select('user_id');
  expect(data).toEqual([{ user_id: world.own.userId }]);
});

test('embedded rows are filtered as rows are', async () => {
  const { data, error } = await world.own.client.from('tenants').select('id, integration_jobs(tenant_id)');
  expect(error).toBeNull();
  expect(data?.map(({ id }) => id)).toEqual([world.own.tenant.id]);
  expect(data?.flatMap((tenant) => tenant.integration_jobs as { tenant_id: string }[])).toEqual([
    { tenant_id: world.own.tenant.id },
  ]);
});

describe('functions of the database', () => {
  const foreign = () => ({ p_tenant_id: world.foreign.tenant.id });

  test('the overview of a foreign tenant is empty, the own one is not', async () => {
    const { client } = world.own;
    const overview = (tenant: object) =>
      client.rpc('integration_overview', { ...tenant, p_provider_slug: 'acessorias' });
    expect((await overview(foreign())).data).toMatchObject({ runs_30d: 0, last_success_at: null });
    expect((await overview({ p_tenant_id: world.own.tenant.id })).data).toMatchObject({ runs_30d: 1 });
  });

  test('people of a foreign tenant have no names, and a member learns none at all', async () => {
    expect((await world.own.client.rpc('tenant_people', foreign())).data).toEqual([]);
    const own = { p_tenant_id: world.own.tenant.id };
    expect((await world.own.client.rpc('tenant_people', own)).data).toHaveLength(3);
    expect((await world.member.client.rpc('tenant_people', own)).data).toEqual([]);
  });

  test('credentials are set only by an admin of the tenant', async () => {
    const set = (client: typeof world.own.client, tenant: object) =>
      client.rpc('set_integration_credential', { ...tenant, p_provider_slug: 'acessorias', p_credential: 'sandbox-x' });
    expect((await set(world.own.client, foreign())).error).toMatchObject({ code: '42501' });
    const own = { p_tenant_id: world.own.tenant.id };
    for (const { client } of [world.auditor, world.member]) {
      expect((await set(client, own)).error).toMatchObject({ code: '42501' });
    }
    expect((await set(world.own.client, own)).error).toBeNull();
  });
});

test.for([
  ['private', 'job_leases'],
  ['private', 'queue_settings'],
  ['auth', 'users'],
  ['vault', 'decrypted_secrets'],
  ['supabase_migrations', 'schema_migrations'],
] as const)('%s.%s cannot be reached over REST, whoever asks', async ([schema, table]) => {
  const [there] = await stack.sql`select to_regclass(${`${schema}.${table}`}) is not null as exists`;
  expect(there).toEqual({ exists: true });
  for (const client of [world.own.client, createClient(stack.apiUrl, stack.secretKey)]) {
    const { data, error } = await client.schema(schema).from(table).select();
    expect([data, error?.code]).toEqual([null, 'PGRST106']);
  }
});
