import { beforeEach, expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { createReader, createScheduled, runOnce } from '../../support/database/failing-runs.ts';
import { call, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Delivery {
  id: string;
  attempt: number;
  kind: string;
  email: string | null;
  webhook: { url: string; key: string } | null;
  incident: Record<string, unknown> | null;
}
interface Claimed {
  mail: Record<string, string> | null;
  deliveries: Delivery[];
}

beforeEach(async () => {
  await database.sql`delete from public.notification_deliveries`;
  await database.sql`delete from vault.secrets where name like 'integrations_mail_%'`;
});

async function setUpMail(sql: Sql): Promise<void> {
  for (const [name, value] of [
    ['url', 'https://mail.example.com/emails'],
    ['key', 'mail-service-key'],
    ['from', 'Integrações <avisos@example.com>'],
  ] as const) {
    await sql`select vault.create_secret(${value}, ${`integrations_mail_${name}`})`;
  }
}

const claimAs = async (sql: Sql) => (await call(sql, 'claim_notification_deliveries')) as unknown as Claimed;
const settle = async (sql: Sql, { id, attempt }: Delivery, isSent: boolean, answer = '') => {
  const [row] = await sql<{ state: string }[]>`
    select public.settle_notification_delivery(${id}, ${attempt}, ${isSent}, ${isSent ? 200 : 503}, ${answer}) as state`;
  return required(row).state;
};
const readDelivery = async (sql: Sql, id: string) =>
  required(
    (
      await sql<
        { status: string; attempts: number; last_answer: string | null; wait: number; ended_at: Date | null }[]
      >`
        select status, attempts, last_answer, ended_at, extract(epoch from next_attempt_at - now())::float as wait
        from public.notification_deliveries where id = ${id}`
    )[0],
  );
const makeDue = (sql: Sql, id: string) =>
  sql`update public.notification_deliveries set next_attempt_at = now() - interval '1 second' where id = ${id}`;

async function failOnce(sql: Sql): Promise<{ tenant: Tenant; admin: string }> {
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  await runOnce(sql, tenant, 'provider_timeout');
  return { tenant, admin };
}

test('a mail carries what happened and goes to the address that the account has now', async () => {
  const { sql } = database;
  await setUpMail(sql);
  const { tenant, admin } = await failOnce(sql);
  await sql`update auth.users set email = 'nova@example.com' where id = ${admin}`;
  const { mail, deliveries } = await claimAs(sql);
  expect(mail).toEqual({
    url: 'https://mail.example.com/emails',
    key: 'mail-service-key',
    from: 'Integrações <avisos@example.com>',
  });
  expect(deliveries).toMatchObject([
    {
      attempt: 1,
      kind: 'failure',
      email: 'nova@example.com',
      webhook: null,
      tenant: { slug: tenant.slug, time_zone: 'America/Sao_Paulo' },
      incident: { provider_slug: 'acessorias', provider_name: 'Acessórias', cause: 'provider_timeout', failures: 1 },
    },
  ]);
  await sql`update auth.users set email = ${`${admin}@test.example`} where id = ${admin}`;
});

test('while there is no mail service mails wait and wake nobody, and are given up after a day', async () => {
  const { sql } = database;
  await failOnce(sql);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ deliveries_due: false });
  expect(await claimAs(sql)).toEqual({ mail: null, deliveries: [] });
  await sql`update public.notification_deliveries set created_at = now() - interval '25 hours'`;
  await call(sql, 'integration_queue_tick');
  expect([...(await sql`select status from public.notification_deliveries`)]).toEqual([{ status: 'dead' }]);
});

test("what is taken is nobody else's until the lease runs out; then it comes again under the same id", async () => {
  const { sql } = database;
  await setUpMail(sql);
  await failOnce(sql);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ deliveries_due: true });
  const first = required((await claimAs(sql)).deliveries[0]);
  expect((await claimAs(sql)).deliveries).toEqual([]);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ deliveries_due: false });
  // Whoever took it was killed.
  await makeDue(sql, first.id);
  const second = required((await claimAs(sql)).deliveries[0]);
  expect([second.id, second.attempt]).toEqual([first.id, 2]);
  // The first one was only slow: what it says counts for nothing any more.
  expect(await settle(sql, first, false)).toBe('lost');
  expect(await settle(sql, second, true)).toBe('sent');
  expect(await settle(sql, second, false)).toBe('lost');
  expect(await readDelivery(sql, first.id)).toMatchObject({ status: 'sent', attempts: 2 });
});

test('many that deliver at once share what is due, each delivery once', async () => {
  const { sql } = database;
  await setUpMail(sql);
  const { tenant, admin } = await failOnce(sql);
  await sql`delete from public.notification_deliveries`;
  await sql`
    insert into public.notification_deliveries (tenant_id, user_id, kind)
    select ${tenant.id}, ${admin}, 'test' from generate_series(1, 200)`;
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimAs(sql)));
  const ids = claims.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
});

test('what does not arrive is tried with growing waits and is dead after a day, with its last answer', async () => {
  const { sql } = database;
  await setUpMail(sql);
  await failOnce(sql);
  const waits: number[] = [];
  let state = 'pending';
  let id = '';
  for (let tries = 0; tries < 100 && state === 'pending'; tries += 1) {
    const delivery = required((await claimAs(sql)).deliveries[0]);
    id = delivery.id;
    state = await settle(sql, delivery, false, `HTTP 503, Authorization: Bearer abcdefghijklmnop ${'x'.repeat(400)}`);
    const { wait } = await readDelivery(sql, id);
    if (state !== 'pending') break;
    waits.push(Math.round(wait));
    await sql`
      update public.notification_deliveries
      set created_at = created_at - make_interval(secs => ${wait}), next_attempt_at = now() - interval '1 second' where id = ${id}`;
  }
  expect(waits.slice(0, 4).map((wait, index) => Math.round(wait / (30 * 2 ** index)))).toEqual([1, 1, 1, 1]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(3600 * 1.1);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect([state, total > 20 * 3600, total <= 24 * 3600]).toEqual(['dead', true, true]);
  const { status, last_answer: answer, ended_at: endedAt } = await readDelivery(sql, id);
  expect([status, endedAt === null, answer?.includes('abcdefghijklmnop'), (answer ?? '').length <= 200]).toEqual([
    'dead',
    false,
    false,
    true,
  ]);
});

test('who has left the group meanwhile gets no mail', async () => {
  const { sql } = database;
  await setUpMail(sql);
  const { tenant, admin } = await failOnce(sql);
  await createReader(sql, tenant, 'admin');
  await sql`delete from public.tenant_members where user_id = ${admin}`;
  expect((await claimAs(sql)).deliveries).toEqual([]);
  const [row] = await sql`select status from public.notification_deliveries where user_id = ${admin}`;
  expect(row).toEqual({ status: 'dead' });
});

test('what is old goes with the tick, what is open stays', async () => {
  const { sql } = database;
  const { tenant } = await failOnce(sql);
  const other = await failOnce(sql);
  await runOnce(sql, tenant, null);
  await sql`update public.notifications set happened_at = now() - interval '91 days'`;
  await sql`
    update public.notification_deliveries
    set created_at = now() - interval '91 days', status = 'sent', ended_at = now() where status = 'pending'`;
  await sql`update private.incidents set ended_at = now() - interval '91 days' where ended_at is not null`;
  await call(sql, 'integration_queue_tick');
  const count = async (table: string) =>
    Number(
      required(
        (
          await sql.unsafe(`select count(*) from ${table} where tenant_id in ($1, $2)`, [tenant.id, other.tenant.id])
        )[0],
      ).count,
    );
  expect([
    await count('public.notifications'),
    await count('public.notification_deliveries'),
    await count('private.incidents'),
  ]).toEqual([0, 0, 1]);
});
