import { expect, test } from 'vitest';
import { NOTIFICATION_KINDS } from '../../../src/lib/notifications/kinds.ts';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { createReader, createScheduled, runOnce } from '../../support/database/failing-runs.ts';
import { createMember, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Told {
  kind: string;
  cause: string;
  failures: number;
  is_read: boolean;
}

const toldTo = async (sql: Sql, user: string): Promise<Told[]> => [
  ...(await sql<Told[]>`
    select kind, cause, failures, read_at is not null as is_read from public.notifications where user_id = ${user} order by happened_at`),
];
const mailsTo = async (sql: Sql, user: string): Promise<string[]> => {
  const mails = await sql<{ kind: string }[]>`
    select kind from public.notification_deliveries where user_id = ${user} order by created_at, kind`;
  return mails.map(({ kind }) => kind);
};
const wants = (tenant: Tenant, user: string, inApp: string[], email: string[]) =>
  database.as({ user }, (as) => as`select public.save_notification_preferences(${tenant.id}, ${inApp}, ${email})`);

test('a night of 50 failures of one cause is one notification and one mail for each person', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  for (let failure = 0; failure < 50; failure += 1) await runOnce(sql, tenant, 'provider_timeout');
  console.log(`Mails per cause in a night of 50 failures: ${(await mailsTo(sql, admin)).length}`);
  expect(await mailsTo(sql, admin)).toEqual(['failure']);
  expect(await toldTo(sql, admin)).toEqual([
    { kind: 'paused', cause: 'provider_timeout', failures: 10, is_read: false },
  ]);
  const [incident] = await sql`select failures from private.incidents where tenant_id = ${tenant.id}`;
  expect(incident).toEqual({ failures: 50 });
});

test('what was read is unread again when it gets worse, and when it is over', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  const readAll = () => database.as({ user: admin }, (as) => as`select public.read_notifications(now())`);
  const kinds: string[] = [];
  for (let failure = 1; failure <= 10; failure += 1) {
    await runOnce(sql, tenant, 'provider_timeout');
    const [told] = await toldTo(sql, admin);
    if (told?.is_read === false) kinds.push(`${failure} ${told.kind}`);
    await readAll();
  }
  await runOnce(sql, tenant, null);
  expect(await toldTo(sql, admin)).toMatchObject([{ kind: 'recovery', is_read: false }]);
  expect(kinds).toEqual(['1 failure', '5 repeated', '10 paused']);
});

test('a recovery is told to whom the failure was, and the next failure of the cause begins anew', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  for (const code of ['provider_timeout', 'provider_timeout', null, null, 'provider_timeout']) {
    await runOnce(sql, tenant, code);
  }
  expect((await mailsTo(sql, admin)).toSorted()).toEqual(['failure', 'failure', 'recovery']);
  expect((await toldTo(sql, admin)).map(({ kind }) => kind)).toEqual(['recovery', 'failure']);
});

test('two causes are two incidents, and one success ends both', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  for (const code of ['provider_timeout', 'provider_error', 'provider_timeout', null]) await runOnce(sql, tenant, code);
  expect((await mailsTo(sql, admin)).toSorted()).toEqual(['failure', 'failure', 'recovery', 'recovery']);
  expect((await toldTo(sql, admin)).map(({ kind, cause }) => [kind, cause])).toEqual(
    expect.arrayContaining([
      ['recovery', 'provider_timeout'],
      ['recovery', 'provider_error'],
    ]),
  );
});

test('a refused credential is told as the pause that it is, once', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const admin = await createReader(sql, tenant, 'admin');
  await runOnce(sql, tenant, 'credentials_rejected');
  await runOnce(sql, tenant, 'credentials_rejected');
  expect(await mailsTo(sql, admin)).toEqual(['paused']);
  expect(await toldTo(sql, admin)).toMatchObject([{ kind: 'paused', failures: 1 }]);
});

test('each person learns what they chose, by the channel they chose', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const [silent, patient, auditor] = [
    await createReader(sql, tenant, 'admin'),
    await createReader(sql, tenant, 'admin'),
    await createReader(sql, tenant, 'auditor'),
  ];
  const member = await createReader(sql, tenant, 'member');
  // Who was never told of the failure is not told that it is over.
  const late = await createReader(sql, tenant, 'admin');
  await wants(tenant, late, ['recovery'], ['recovery']);
  await wants(tenant, silent, [], []);
  await wants(tenant, patient, ['recovery', 'repeated'], ['repeated']);
  for (let failure = 0; failure < 6; failure += 1) await runOnce(sql, tenant, 'provider_timeout');
  await runOnce(sql, tenant, null);
  expect([await toldTo(sql, silent), await mailsTo(sql, silent)]).toEqual([[], []]);
  expect([await toldTo(sql, late), await mailsTo(sql, late)]).toEqual([[], []]);
  expect((await toldTo(sql, patient)).map(({ kind }) => kind)).toEqual(['recovery']);
  expect(await mailsTo(sql, patient)).toEqual(['repeated']);
  // An auditor is told in the app, and by mail only on request; a member sees no integrations.
  expect((await toldTo(sql, auditor)).map(({ kind }) => kind)).toEqual(['recovery']);
  expect([await mailsTo(sql, auditor), await toldTo(sql, member), await mailsTo(sql, member)]).toEqual([[], [], []]);
});

test('a webhook is called once for each kind that it wants', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await sql`
    insert into public.notification_webhooks (tenant_id, host, kinds) values (${tenant.id}, 'hooks.example.com', '{failure,paused,recovery}')`;
  for (let failure = 0; failure < 12; failure += 1) await runOnce(sql, tenant, 'provider_timeout');
  await runOnce(sql, tenant, null);
  const calls = await sql<{ kind: string }[]>`
    select kind from public.notification_deliveries where tenant_id = ${tenant.id} and webhook_id is not null order by created_at`;
  expect(calls.map(({ kind }) => kind)).toEqual(['failure', 'paused', 'recovery']);
});

test('nobody is told by a run that ends well after one that did', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  await createReader(sql, tenant, 'admin');
  await sql`alter table private.incidents add constraint nobody_may check (tenant_id <> ${sql.unsafe(`'${tenant.id}'`)})`;
  await runOnce(sql, tenant, null);
  await runOnce(sql, tenant, null);
  // And what cannot be told keeps no run from ending.
  await runOnce(sql, tenant, 'provider_timeout');
  const [row] =
    await sql`select last_status, failures_in_row from public.tenant_integrations where tenant_id = ${tenant.id}`;
  expect(required(row)).toEqual({ last_status: 'error', failures_in_row: 1 });
  await sql`alter table private.incidents drop constraint nobody_may`;
});

test('reading marks the own ones only, and none that came after the look', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const [one, other] = [await createReader(sql, tenant, 'admin'), await createReader(sql, tenant, 'admin')];
  const [{ before } = { before: '' }] = await sql<{ before: string }[]>`select clock_timestamp()::text as before`;
  await runOnce(sql, tenant, 'provider_timeout');
  const read = (until: string) =>
    database.as({ user: one }, (as) => as`select public.read_notifications(${until}::text::timestamptz)`);
  await read(before);
  expect(await toldTo(sql, one)).toMatchObject([{ is_read: false }]);
  await read('infinity');
  expect(await toldTo(sql, one)).toMatchObject([{ is_read: true }]);
  expect(await toldTo(sql, other)).toMatchObject([{ is_read: false }]);
});

test('the app and the database know the same kinds', async () => {
  const [row] = await database.sql<{ kinds: string[] }[]>`select private.notification_kinds() as kinds`;
  expect(row?.kinds).toEqual([...NOTIFICATION_KINDS]);
});

test('preferences are of known kinds, and only who reads the integrations has any', async () => {
  const { sql } = database;
  const tenant = await createScheduled(sql);
  const [admin, member] = [await createMember(sql, tenant, 'admin'), await createMember(sql, tenant, 'member')];
  await expect(wants(tenant, admin, ['everything'], [])).rejects.toMatchObject({ code: '23514' });
  await expect(wants(tenant, member, [], [])).rejects.toMatchObject({ code: '42501' });
  await wants(tenant, admin, ['failure'], []);
  await wants(tenant, admin, [], ['paused']);
  expect([
    ...(await database.as({ user: admin }, (as) => as`select in_app, email from public.notification_preferences`)),
  ]).toEqual([{ in_app: [], email: ['paused'] }]);
});
