import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('starting, cancelling, switching, configuring, scheduling and credentials leave a line each', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  const asAdmin = (statement: string) => database.as({ user: admin }, (as) => as.unsafe(statement));
  const integration = `public.tenant_integrations set`;
  const where = `where tenant_id = '${tenant.id}'`;
  await asAdmin(`insert into public.integration_jobs (tenant_id, provider_slug) values ('${tenant.id}', 'acessorias')`);
  await asAdmin(`update public.integration_jobs set status = 'canceled' ${where}`);
  await asAdmin(`update ${integration} is_enabled = false ${where}`);
  await asAdmin(`update ${integration} is_enabled = true ${where}`);
  await asAdmin(`update ${integration} base_url = 'https://api.example.com' ${where}`);
  await asAdmin(`update ${integration} schedule_kind = 'hourly' ${where}`);
  await asAdmin(`select public.set_integration_credential('${tenant.id}', 'acessorias', 'canary-credential')`);
  await asAdmin(`select public.set_integration_credential('${tenant.id}', 'acessorias', 'canary-credential-2')`);

  const events = await sql`select action, actor_id, details from public.integration_events
      where tenant_id = ${tenant.id} and provider_slug is not null order by id`;
  expect([...events]).toEqual([
    { action: 'integration_added', actor_id: null, details: {} },
    { action: 'job_started', actor_id: admin, details: {} },
    { action: 'job_canceled', actor_id: admin, details: {} },
    { action: 'disabled', actor_id: admin, details: { is_enabled: { from: true, to: false } } },
    { action: 'enabled', actor_id: admin, details: { is_enabled: { from: false, to: true } } },
    { action: 'configured', actor_id: admin, details: { base_url: { from: null, to: 'https://api.example.com' } } },
    { action: 'scheduled', actor_id: admin, details: { schedule_kind: { from: 'off', to: 'hourly' } } },
    { action: 'credentials_set', actor_id: admin, details: {} },
    { action: 'credentials_set', actor_id: admin, details: { replaced: true } },
  ]);
});

test('the bookkeeping of the queue is no event', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  await sql`update public.tenant_integrations set last_run = now(), last_status = 'success' where tenant_id = ${tenant.id}`;
  const [row] = await sql`select count(*)::int as events from public.integration_events where tenant_id = ${tenant.id}`;
  expect(required(row).events).toBe(1);
});

test('auditors read the trail of their tenant; nobody writes it, service_role neither', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const auditor = await createMember(sql, tenant, 'auditor');
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  const read = (user: string) =>
    database.as({ user }, (as) => as`select 1 from public.integration_events where tenant_id = ${tenant.id}`);
  // The integration was added, and so was the auditor.
  expect(await read(auditor)).toHaveLength(2);
  expect(await read(stranger)).toHaveLength(0);
  for (const actor of [{ user: auditor }, 'service_role', 'anon'] as const) {
    for (const statement of [
      'update public.integration_events set actor_id = null',
      'delete from public.integration_events',
      `insert into public.integration_events (tenant_id, provider_slug, action) values ('${tenant.id}', 'acessorias', 'enabled')`,
      'truncate public.integration_events',
    ]) {
      expect(await sqlstate(database.as(actor, (as) => as.unsafe(statement)))).toBe('42501');
    }
  }
});

test('a tenant changes so much within an hour and no more, the trail stays complete, and a run can still be cancelled', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const other = await createTenant(sql);
  const admin = await createMember(sql, tenant, 'admin');
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${other.id}, ${admin}, 'admin')`;
  await sql`update private.queue_settings set events_per_tenant_and_hour = 3`;
  const configure = (id: string, months: number) =>
    database.as(
      { user: admin },
      (as) =>
        as`update public.tenant_integrations set config = ${sql.json({ months_back: months })} where tenant_id = ${id}`,
    );
  const [job] = await database.as(
    { user: admin },
    (as) =>
      as`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, 'acessorias') returning id`,
  );
  for (let months = 1; months <= 2; months += 1) await configure(tenant.id, months);
  await expect(configure(tenant.id, 3)).rejects.toMatchObject({ code: 'IQ004' });
  const [kept] = await sql`select config from public.tenant_integrations where tenant_id = ${tenant.id}`;
  expect(kept).toEqual({ config: { months_back: 2 } });
  await configure(other.id, 1);
  const canceled = await database.as(
    { user: admin },
    (as) => as`update public.integration_jobs set status = 'canceled' where id = ${job?.id} returning status`,
  );
  expect([...canceled]).toEqual([{ status: 'canceled' }]);
  await sql`update public.integration_events set created_at = created_at - interval '61 minutes' where tenant_id = ${tenant.id}`;
  await configure(tenant.id, 4);
  await sql`update private.queue_settings set events_per_tenant_and_hour = default`;
});
