import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

async function setUp(providers: string[] = []) {
  const tenant = await createTenant(database.sql, providers);
  return { tenant, admin: await createMember(database.sql, tenant, 'admin') };
}

interface Input {
  provider?: string;
  baseUrl?: string | null;
  credential?: string | null;
}

const add = (
  user: string,
  tenant: Tenant,
  { provider = 'acessorias', baseUrl = null, credential = null }: Input = {},
): Promise<unknown> =>
  database.as(
    { user },
    (as) => as`select public.add_tenant_integration(${tenant.id}, ${provider}, ${baseUrl}, ${credential})`,
  );

const integrationsOf = async (tenant: Tenant) => [
  ...(await database.sql`
    select provider_slug, is_enabled, base_url, credentials_updated_at is not null as has_credential
    from public.tenant_integrations where tenant_id = ${tenant.id} order by provider_slug`),
];

test('an admin adds an integration with its credential, switched off, and the trail says so', async () => {
  const { tenant, admin } = await setUp();
  await add(admin, tenant, { credential: ' cAn4ry ' });
  expect(await integrationsOf(tenant)).toEqual([
    { provider_slug: 'acessorias', is_enabled: false, base_url: null, has_credential: true },
  ]);
  const [row] = await database.sql`select private.read_credential(${tenant.id}, 'acessorias') as credential`;
  expect(required(row).credential).toBe('cAn4ry');
  const trail = await database.sql`
    select action, actor_id, details::text from public.integration_events
    where tenant_id = ${tenant.id} and provider_slug = 'acessorias' order by id`;
  expect([...trail]).toEqual([
    { action: 'integration_added', actor_id: admin, details: '{}' },
    { action: 'credentials_set', actor_id: admin, details: '{}' },
  ]);
});

test('nobody else adds one: not an auditor, a member, or the admin of another group', async () => {
  const { tenant } = await setUp();
  const strangers = [
    await createMember(database.sql, tenant, 'auditor'),
    await createMember(database.sql, tenant, 'member'),
    (await setUp()).admin,
  ];
  for (const user of strangers) expect(await sqlstate(add(user, tenant))).toBe('42501');
  expect(await integrationsOf(tenant)).toEqual([]);
});

test('a credential that is unfit leaves nothing behind', async () => {
  const { tenant, admin } = await setUp();
  for (const credential of ['', '  ', 'a\nb', 'x'.repeat(1001)]) {
    expect(await sqlstate(add(admin, tenant, { credential }))).toBe('22023');
  }
  expect(await integrationsOf(tenant)).toEqual([]);
});

test('a provider without an address for everybody needs one, and it must be public', async () => {
  const { tenant, admin } = await setUp();
  expect(await sqlstate(add(admin, tenant, { provider: 'onecode' }))).toBe('22023');
  expect(await sqlstate(add(admin, tenant, { provider: 'onecode', baseUrl: 'https://10.0.0.1' }))).toBe('IQ005');
  await add(admin, tenant, { provider: 'onecode', baseUrl: 'https://api-aurora.onecode.chat' });
  expect(await integrationsOf(tenant)).toMatchObject([{ base_url: 'https://api-aurora.onecode.chat' }]);
});

test('an unknown provider and an integration that is there are refused by names of their own', async () => {
  const { tenant, admin } = await setUp(['acessorias']);
  expect(await sqlstate(add(admin, tenant, { provider: 'nenhum' }))).toBe('P0002');
  expect(await sqlstate(add(admin, tenant, { credential: 'another' }))).toBe('IQ008');
  expect(await integrationsOf(tenant)).toEqual([
    { provider_slug: 'acessorias', is_enabled: true, base_url: null, has_credential: false },
  ]);
});

test('of ten admins who add the same at once one does, and nine are told', async () => {
  const { tenant, admin } = await setUp();
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () =>
      add(admin, tenant).then(
        () => 'added',
        (error) => error.code,
      ),
    ),
  );
  expect(outcomes.filter((code) => code === 'IQ008')).toHaveLength(9);
  expect(await integrationsOf(tenant)).toHaveLength(1);
});
