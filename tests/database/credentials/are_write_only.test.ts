import postgres from 'postgres';
import { expect, inject, test } from 'vitest';
import { type Actor, testDatabase } from '../../support/database/database.ts';
import {
  call,
  claim,
  createMember,
  createRunningJob,
  createTenant,
  expireLease,
  required,
  sqlstate,
  type Tenant,
} from '../../support/database/fixtures.ts';

const database = testDatabase();
const CREDENTIAL = 'cAn4ry-credencial';

const set = (actor: Actor, tenant: Tenant, credential: string | null = CREDENTIAL, provider = 'acessorias') =>
  database.as(actor, (sql) => sql`select public.set_integration_credential(${tenant.id}, ${provider}, ${credential})`);
const open = (job: { job_id: string; lease_token: string }) =>
  call(database.sql, 'open_integration_slice', job.job_id, job.lease_token);

/** What Vault holds for the integrations of a tenant. */
async function secretsOf(tenant: Tenant): Promise<string[]> {
  const secrets = await database.sql<{ secret: string }[]>`
    select decrypted_secret as secret from vault.decrypted_secrets
    where name in (select 'integration/' || id from public.tenant_integrations where tenant_id = ${tenant.id})`;
  return secrets.map(({ secret }) => secret);
}

test('an admin sets one, the holder of the lease reads it, and the table knows only when', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const admin = { user: await createMember(sql, job.tenant, 'admin') };
  expect(await open(job)).toMatchObject({ state: 'held', credential: null });

  await set(admin, job.tenant, `  ${CREDENTIAL} `);
  expect(await open(job)).toMatchObject({ state: 'held', tenant_id: job.tenant.id, credential: CREDENTIAL });
  const [row] = await sql`select * from public.tenant_integrations where tenant_id = ${job.tenant.id}`;
  expect(required(row).credentials_updated_at).toBeInstanceOf(Date);
  expect(JSON.stringify(row)).not.toContain(CREDENTIAL);

  await set(admin, job.tenant, 'outra');
  expect(await open(job)).toMatchObject({ credential: 'outra' });
  expect(await secretsOf(job.tenant)).toEqual(['outra']);
});

test('auditors, members, admins of other tenants and anon may not set one', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const stranger = { user: await createMember(sql, await createTenant(sql), 'admin') };
  const auditor = { user: await createMember(sql, tenant, 'auditor') };
  const member = { user: await createMember(sql, tenant, 'member') };
  for (const actor of [auditor, member, stranger, 'anon', 'service_role'] as const) {
    expect(await sqlstate(set(actor, tenant))).toBe('42501');
  }
  expect(await sqlstate(set(stranger, { id: null as never, slug: '' }))).toMatch(/^(42501|P0002)$/);
  expect(await secretsOf(tenant)).toEqual([]);
});

test.for([null, '', '   ', 'x'.repeat(1_001), 'duas\nlinhas', 'aba\t'])('%j is no credential', async (value) => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = { user: await createMember(sql, tenant, 'admin') };
  expect(await sqlstate(set(admin, tenant, value))).toBe('22023');
});

test('an integration that does not exist has none', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = { user: await createMember(sql, tenant, 'admin') };
  expect(await sqlstate(set(admin, tenant, CREDENTIAL, 'onecode'))).toBe('P0002');
});

test('two admins who set the first one at the same moment both succeed', async () => {
  const { sql } = database;
  for (let round = 0; round < 5; round += 1) {
    const tenant = await createTenant(sql);
    const admin = { user: await createMember(sql, tenant, 'admin') };
    await Promise.all(Array.from({ length: 6 }, (_, index) => set(admin, tenant, `credencial ${index}`)));
    expect(await secretsOf(tenant)).toHaveLength(1);
  }
});

test('a worker that lost its lease reads nothing', async () => {
  const { sql } = database;
  const zombie = await createRunningJob(sql);
  await set({ user: await createMember(sql, zombie.tenant, 'admin') }, zombie.tenant);
  await expireLease(sql, zombie.job_id);
  await claim(sql);
  expect(await open(zombie)).toEqual({ state: 'lost' });
});

test('each tenant has its own', async () => {
  const { sql } = database;
  const [left, right] = [await createRunningJob(sql), await createRunningJob(sql)];
  for (const { tenant, job_id } of [left, right]) {
    await set({ user: await createMember(sql, tenant, 'admin') }, tenant, `credencial ${job_id}`);
  }
  expect(await open(left)).toMatchObject({ credential: `credencial ${left.job_id}` });
  expect(await open(right)).toMatchObject({ credential: `credencial ${right.job_id}` });
});

test('no user reaches Vault, and nobody but the owner the functions that read it', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = { user: await createMember(sql, tenant, 'admin') };
  for (const actor of [admin, 'anon', 'service_role'] as const) {
    // The platform lets service_role read Vault in SQL. Over REST it cannot: see rest_refuses_what_is_not_granted.
    const vault = ['select * from vault.decrypted_secrets', 'select * from vault.secrets'];
    for (const statement of [
      ...(actor === 'service_role' ? [] : vault),
      `select private.read_credential('${tenant.id}', 'acessorias')`,
      `select private.write_credential('${tenant.id}', 'acessorias', 'x')`,
      'select * from private.job_leases',
      'select * from private.credentials',
      'select * from private.queue_settings',
    ]) {
      expect(await sqlstate(database.as(actor, (as) => as.unsafe(statement))), statement).toBe('42501');
    }
  }
});

test('where Vault is missing both say so, and nothing is stored anywhere else', async () => {
  const { sql } = database;
  const job = await createRunningJob(sql);
  const admin = { user: await createMember(sql, job.tenant, 'admin') };
  const adminUrl = new URL(inject('databaseServer').adminUrl);
  adminUrl.pathname = new URL(database.url()).pathname;
  const superuser = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  await superuser`drop schema vault cascade`;
  await superuser.end();

  expect(await sqlstate(set(admin, job.tenant))).toBe('IQ003');
  expect(await sqlstate(open(job))).toBe('IQ003');
  const [row] =
    await sql`select credentials_updated_at from public.tenant_integrations where tenant_id = ${job.tenant.id}`;
  expect(required(row).credentials_updated_at).toBeNull();
});
