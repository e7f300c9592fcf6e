import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createReader, createScheduled } from '../../support/database/failing-runs.ts';
import { createTenant, required, sqlstate, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

const URL = 'https://hooks.example.com/services/T0/B0/segredo-no-caminho';
const add = async (user: string, tenant: Tenant, url = URL, kinds: string[] = ['failure']) => {
  const [row] = await database.as(
    { user },
    (as) => as<{ made: { id: string; key: string } }[]>`
      select public.add_notification_webhook(${tenant.id}, ${url}, ${kinds}) as made`,
  );
  return required(row).made;
};
const send = async (user: string, tenant: Tenant, channel: string, webhook: string | null = null) => {
  const [row] = await database.as(
    { user },
    (as) => as<{ id: string }[]>`select public.test_notification(${tenant.id}, ${channel}, ${webhook}) as id`,
  );
  return required(row).id;
};

async function createGroup() {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  return {
    tenant,
    admin: await createReader(sql, tenant, 'admin'),
    auditor: await createReader(sql, tenant, 'auditor'),
    stranger: await createReader(sql, await createTenant(sql), 'admin'),
  };
}

test('the key is told once; address and key are in Vault and in no table', async () => {
  const { sql } = database;
  const { tenant, admin } = await createGroup();
  const { id, key } = await add(admin, tenant);
  expect(key).toMatch(/^whsec_[0-9a-f]{64}$/);
  const [row] = await sql`select * from public.notification_webhooks where id = ${id}`;
  expect(row).toMatchObject({ host: 'hooks.example.com', kinds: ['failure'], is_enabled: true, created_by: admin });
  expect(JSON.stringify(row)).not.toMatch(/segredo|whsec/);
  await send(admin, tenant, 'webhook', id);
  const [claimed] = await sql`select public.claim_notification_deliveries() -> 'deliveries' -> 0 as delivery`;
  expect(required(claimed).delivery).toMatchObject({ kind: 'test', webhook: { url: URL, key } });
});

test.for([
  'http://hooks.example.com/x',
  'https://127.0.0.1/x',
  'https://localhost/x',
  'https://10.0.0.1/x',
  'https://[::1]/x',
  'https://hooks.internal/x',
  'https://hooks.example.com:8443/x',
  'https://user:pass@hooks.example.com/x',
  'https://hooks.example.com/x?token=1',
  `https://hooks.example.com/${'x'.repeat(500)}`,
  'javascript:alert(1)',
  '',
])('the address %s is refused', async (url) => {
  const { tenant, admin } = await createGroup();
  expect(await sqlstate(add(admin, tenant, url))).toBe('IQ005');
});

test('only admins of the group add, change and remove webhooks', async () => {
  const { sql } = database;
  const { tenant, admin, auditor, stranger } = await createGroup();
  const { id } = await add(admin, tenant);
  for (const user of [auditor, stranger]) {
    expect(await sqlstate(add(user, tenant))).toBe('42501');
    const change = database.as(
      { user },
      (as) => as`select public.change_notification_webhook(${id}, '{failure}', false)`,
    );
    expect(await sqlstate(change)).toBe('42501');
    const remove = database.as({ user }, (as) => as`select public.remove_notification_webhook(${id})`);
    expect(await sqlstate(remove)).toBe('42501');
    expect(await sqlstate(send(user, tenant, 'webhook', id))).toBe('42501');
  }
  await database.as(
    { user: admin },
    (as) => as`select public.change_notification_webhook(${id}, '{recovery,paused}', false)`,
  );
  const [changed] = await sql`select kinds, is_enabled from public.notification_webhooks where id = ${id}`;
  expect(changed).toEqual({ kinds: ['recovery', 'paused'], is_enabled: false });
});

test('a webhook that goes takes its secret and its deliveries along', async () => {
  const { sql } = database;
  const { tenant, admin } = await createGroup();
  const { id } = await add(admin, tenant);
  await send(admin, tenant, 'webhook', id);
  await database.as({ user: admin }, (as) => as`select public.remove_notification_webhook(${id})`);
  const [left] = await sql`
    select (select count(*)::int from vault.secrets where name = ${`webhook/${id}`}) as secrets,
      (select count(*)::int from public.notification_deliveries where webhook_id = ${id}) as deliveries`;
  expect(left).toEqual({ secrets: 0, deliveries: 0 });
});

test('a group has so many webhooks and no more, also when two are added at once', async () => {
  const { tenant, admin } = await createGroup();
  const results = await Promise.allSettled(Array.from({ length: 7 }, () => add(admin, tenant)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await sqlstate(add(admin, tenant))).toBe('23514');
});

test('a webhook without a kind, or with an unknown one, is refused', async () => {
  const { tenant, admin } = await createGroup();
  expect(await sqlstate(add(admin, tenant, URL, []))).toBe('23514');
  expect(await sqlstate(add(admin, tenant, URL, ['everything']))).toBe('23514');
});

test('a test goes to the caller by the channel asked for, and to nobody else', async () => {
  const { sql } = database;
  const { tenant, auditor } = await createGroup();
  await send(auditor, tenant, 'app');
  await send(auditor, tenant, 'email');
  const [told] = await sql`select array_agg(user_id) as users from public.notifications where tenant_id = ${tenant.id}`;
  const [mails] =
    await sql`select array_agg(user_id) as users from public.notification_deliveries where tenant_id = ${tenant.id}`;
  expect([told?.users, mails?.users]).toEqual([[auditor], [auditor]]);
  expect(await sqlstate(send(auditor, tenant, 'pigeon'))).toBe('22023');
});

test('tests are limited per minute over all channels, also many at once', async () => {
  const { tenant, admin } = await createGroup();
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) => send(admin, tenant, index % 2 ? 'app' : 'email')),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await sqlstate(send(admin, tenant, 'app'))).toBe('IQ004');
});
