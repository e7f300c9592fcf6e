import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createMember, createTenant, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

async function setUp() {
  const { sql } = database;
  const tenant = await createTenant(sql, ['acessorias', 'onecode']);
  await sql`select private.write_credential(${tenant.id}, 'acessorias', 'canary')`;
  const admin = await createMember(sql, tenant, 'admin');
  return { tenant, admin };
}

const open = (tenantId: string, provider: string, userId: string) =>
  call(database.sql, 'open_integration_connection_test', tenantId, provider, userId);

test("an admin's test gets the stored connection, or the provider's own address", async () => {
  const { tenant, admin } = await setUp();
  expect(await open(tenant.id, 'acessorias', admin)).toEqual({
    base_url: 'https://api.acessorias.com',
    credential: 'canary',
  });
  expect(await open(tenant.id, 'onecode', admin)).toEqual({ base_url: null, credential: null });
  // Not set up yet: there is the catalogue.
  expect(await open(tenant.id, 'bomcontrole', admin)).toMatchObject({ credential: null });
});

test('auditors, members and admins of other tenants are refused', async () => {
  const { sql } = database;
  const { tenant } = await setUp();
  const others = [
    await createMember(sql, tenant, 'auditor'),
    await createMember(sql, tenant, 'member'),
    (await setUp()).admin,
  ];
  for (const user of others) expect(await sqlstate(open(tenant.id, 'acessorias', user))).toBe('42501');
});

test('only service_role may open it', async () => {
  const { tenant, admin } = await setUp();
  const statement = `select public.open_integration_connection_test('${tenant.id}', 'acessorias', '${admin}')`;
  for (const actor of [{ user: admin }, 'anon'] as const) {
    expect(await sqlstate(database.as(actor, (as) => as.unsafe(statement)))).toBe('42501');
  }
  const [row] = await database.as('service_role', (as) => as.unsafe(statement));
  expect(row).toMatchObject({ open_integration_connection_test: { credential: 'canary' } });
});
