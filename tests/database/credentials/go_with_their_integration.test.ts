import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createRunningJob,
  createTenant,
  required,
  sqlstate,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

/** Every credential in Vault, whomever it belongs to. */
async function secretsInVault(): Promise<string[]> {
  const secrets = await database.sql<{ secret: string }[]>`
    select decrypted_secret as secret from vault.decrypted_secrets where name like 'integration/%' order by created_at`;
  return secrets.map(({ secret }) => secret);
}

async function tenantWithCredentials() {
  const tenant = await createTenant(database.sql, ['acessorias', 'bomcontrole']);
  for (const provider of ['acessorias', 'bomcontrole']) {
    await database.sql`select private.write_credential(${tenant.id}, ${provider}, ${`${provider} of ${tenant.slug}`})`;
  }
  return tenant;
}

test('the secret of a deleted integration leaves Vault, whoever deletes it, and no other', async () => {
  const tenant = await tenantWithCredentials();
  const other = await tenantWithCredentials();
  await database.as(
    'service_role',
    (as) => as`delete from public.tenant_integrations where tenant_id = ${tenant.id} and provider_slug = 'acessorias'`,
  );
  expect(await secretsInVault()).toEqual([
    `bomcontrole of ${tenant.slug}`,
    `acessorias of ${other.slug}`,
    `bomcontrole of ${other.slug}`,
  ]);
  await database.sql`delete from public.tenants where id = ${other.id}`;
  expect(await secretsInVault()).toEqual([`bomcontrole of ${tenant.slug}`]);
});

test('all secrets of a deleted tenant leave Vault', async () => {
  const before = await secretsInVault();
  const tenant = await tenantWithCredentials();
  expect(await secretsInVault()).toHaveLength(before.length + 2);
  await database.as('service_role', (as) => as`delete from public.tenants where id = ${tenant.id}`);
  expect(await secretsInVault()).toEqual(before);
});

test('an integration that is added again with another host inherits nothing', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const user = await createMember(sql, tenant, 'admin');
  await database.as(
    { user },
    (as) => as`select public.set_integration_credential(${tenant.id}, 'acessorias', 'canary')`,
  );
  await sql`delete from public.tenant_integrations where tenant_id = ${tenant.id}`;
  await database.as(
    { user },
    (as) => as`
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url)
      values (${tenant.id}, 'acessorias', true, 'https://attacker.example.com')`,
  );
  const [row] = await sql`select private.read_credential(${tenant.id}, 'acessorias') as credential`;
  expect(required(row).credential).toBeNull();
  const test = await call(sql, 'open_integration_connection_test', tenant.id, 'acessorias', user);
  expect(test).toMatchObject({ base_url: 'https://attacker.example.com', credential: null });
});

test('a slice and a connection test are refused when the address leads to another host than the credential was given for', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const user = await createMember(sql, job.tenant, 'admin');
  await sql`select private.write_credential(${job.tenant.id}, 'acessorias', 'canary')`;
  const openSlice = () => call(sql, 'open_integration_slice', job.job_id, job.lease_token);
  const openTest = () => call(sql, 'open_integration_connection_test', job.tenant.id, 'acessorias', user);
  expect(await openSlice()).toMatchObject({ credential: 'canary' });
  // By a way that no trigger sees: a restored row, a provider that moved.
  await sql`update public.integration_providers set default_base_url = 'https://elsewhere.example.com' where slug = 'acessorias'`;
  expect(await sqlstate(openSlice())).toBe('IQ006');
  expect(await sqlstate(openTest())).toBe('IQ006');
  await sql`select private.write_credential(${job.tenant.id}, 'acessorias', 'canary 2')`;
  expect(await openSlice()).toMatchObject({ base_url: 'https://elsewhere.example.com', credential: 'canary 2' });
  expect(await openTest()).toMatchObject({ credential: 'canary 2' });
});
