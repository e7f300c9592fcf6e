import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createRunningJob,
  createTenant,
  enqueue,
  readJob,
  required,
  sqlstate,
  type Tenant,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

const remove = async (user: string, tenant: Tenant) => {
  const [row] = await database.as(
    { user },
    (as) => as<{ canceled: number }[]>`select public.remove_tenant_integration(${tenant.id}, 'acessorias') as canceled`,
  );
  return required(row).canceled;
};
const addAgain = (user: string, tenant: Tenant, credential: string | null = null) =>
  database.as(
    { user },
    (as) =>
      as`select public.add_tenant_integration(${tenant.id}, 'acessorias', 'https://outro.example.com.br', ${credential})`,
  );
const actionsOf = async (tenant: Tenant) =>
  (
    await database.sql<{ action: string }[]>`
      select action from public.integration_events where tenant_id = ${tenant.id} order by id`
  ).map(({ action }) => action);
const secretsOf = async (tenant: Tenant) =>
  (
    await database.sql`
      select 1 from vault.secrets join public.tenant_integrations as i on secrets.name = 'integration/' || i.id
      where i.tenant_id = ${tenant.id}`
  ).length;

async function setUp() {
  const tenant = await createTenant(database.sql);
  const admin = await createMember(database.sql, tenant, 'admin');
  await database.sql`select private.write_credential(${tenant.id}, 'acessorias', 'canary')`;
  await database.sql`
    update public.tenant_integrations set schedule_kind = 'hourly' where tenant_id = ${tenant.id}`;
  return { tenant, admin };
}

test('the credential leaves Vault, nothing starts by itself any more, and the trail tells who removed it', async () => {
  const { tenant, admin } = await setUp();
  expect(await secretsOf(tenant)).toBe(1);
  const before = await actionsOf(tenant);
  expect(await remove(admin, tenant)).toBe(0);
  expect(await secretsOf(tenant)).toBe(0);
  const [row] = await database.sql`
    select is_enabled, credentials_updated_at, schedule_kind, next_run_at, removed_at is not null as is_removed
    from public.tenant_integrations where tenant_id = ${tenant.id}`;
  expect(row).toEqual({
    is_enabled: false,
    credentials_updated_at: null,
    schedule_kind: 'off',
    next_run_at: null,
    is_removed: true,
  });
  // One entry, not one for each column that goes with it.
  expect((await actionsOf(tenant)).slice(before.length)).toEqual(['integration_removed']);
});

test('runs, logs, trail and companies stay, and an auditor still reads them', async () => {
  const job = await createRunningJob(database.sql);
  const { tenant } = job;
  const admin = await createMember(database.sql, tenant, 'admin');
  const auditor = await createMember(database.sql, tenant, 'auditor');
  await database.sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  await database.sql`
    insert into public.companies (tenant_id, document, legal_name, content_hash)
    values (${tenant.id}, '00000000000191', 'Banco do Brasil S.A.', 'x')`;
  const seen = () =>
    database.as({ user: auditor }, async (as) =>
      Promise.all(
        ['integration_jobs', 'integration_logs', 'companies', 'tenant_integrations'].map(
          async (table) => (await as`select 1 from ${as(`public.${table}`)} where tenant_id = ${tenant.id}`).length,
        ),
      ),
    );
  expect(await seen()).toEqual([1, 1, 1, 1]);
  await remove(admin, tenant);
  expect(await seen()).toEqual([1, 1, 1, 1]);
});

test('a run under way is cancelled in the name of who removes it, and its worker writes nothing more', async () => {
  const job = await createRunningJob(database.sql);
  const admin = await createMember(database.sql, job.tenant, 'admin');
  expect(await remove(admin, job.tenant)).toBe(1);
  expect(await readJob(database.sql, job.job_id)).toMatchObject({ status: 'canceled', canceled_by: admin });
  expect(await call(database.sql, 'heartbeat_integration_job', job.job_id, job.lease_token)).not.toMatchObject({
    state: 'running',
  });
});

test('only an admin of the group removes, and what is not there is not found', async () => {
  const { tenant, admin } = await setUp();
  for (const role of ['auditor', 'member'] as const) {
    expect(await sqlstate(remove(await createMember(database.sql, tenant, role), tenant))).toBe('42501');
  }
  expect(await sqlstate(remove((await setUp()).admin, tenant))).toBe('42501');
  await remove(admin, tenant);
  expect(await sqlstate(remove(admin, tenant))).toBe('P0002');
});

test('a removed integration is neither run, switched on, given a credential nor scheduled', async () => {
  const { tenant, admin } = await setUp();
  await remove(admin, tenant);
  expect(await sqlstate(enqueue(database.sql, tenant))).toBe('IQ002');
  const changed = await database.as(
    { user: admin },
    (as) => as`update public.tenant_integrations set is_enabled = true where tenant_id = ${tenant.id} returning id`,
  );
  expect(changed).toHaveLength(0);
  const set = database.as(
    { user: admin },
    (as) => as`select public.set_integration_credential(${tenant.id}, 'acessorias', 'x')`,
  );
  expect(await sqlstate(set)).toBe('P0002');
  for (const change of ['is_enabled = true', "schedule_kind = 'hourly'", 'credentials_updated_at = now()']) {
    const update = database.sql.unsafe(
      `update public.tenant_integrations set ${change} where tenant_id = '${tenant.id}'`,
    );
    expect(await sqlstate(update)).toBe('23514');
  }
});

test('added again it inherits no credential, address, option or schedule, keeps its history, and reads everything', async () => {
  const { tenant, admin } = await setUp();
  await database.sql`update public.tenant_integrations set config = '{"months_back": 1}' where tenant_id = ${tenant.id}`;
  const job = await enqueue(database.sql, tenant);
  await remove(admin, tenant);
  await database.sql`
    update public.tenant_integrations set settings_changed_at = 'epoch', created_at = 'epoch' where tenant_id = ${tenant.id}`;
  await addAgain(admin, tenant);
  const [row] = await database.sql`
    select removed_at, is_enabled, base_url, config, schedule_kind, credentials_updated_at,
      settings_changed_at > 'epoch' as reads_everything, created_at > 'epoch' as is_new
    from public.tenant_integrations where tenant_id = ${tenant.id}`;
  expect(row).toEqual({
    removed_at: null,
    is_enabled: false,
    base_url: 'https://outro.example.com.br',
    config: {},
    schedule_kind: 'off',
    credentials_updated_at: null,
    reads_everything: true,
    is_new: true,
  });
  expect(await readJob(database.sql, job)).toMatchObject({ status: 'canceled' });
  expect((await actionsOf(tenant)).slice(-2)).toEqual(['integration_removed', 'integration_added']);
  await remove(admin, tenant);
  await addAgain(admin, tenant, 'canary 2');
  expect(await secretsOf(tenant)).toBe(1);
});
