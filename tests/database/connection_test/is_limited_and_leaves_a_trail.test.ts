import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

async function setUp() {
  const tenant = await createTenant(database.sql);
  const user = await createMember(database.sql, tenant, 'admin');
  const begin = async (by = user) => {
    const [row] = await database.sql<{ id: string }[]>`
      select public.begin_integration_connection_test(${tenant.id}, 'acessorias', ${by}) as id`;
    return Number(required(row).id);
  };
  const set = () =>
    database.as(
      { user },
      (as) => as`select public.set_integration_credential(${tenant.id}, 'acessorias', 'cAn4ry-credencial')`,
    );
  const trail = async () => [
    ...(await database.sql`
      select action, actor_id, details from public.integration_events
      where tenant_id = ${tenant.id} and action in ('connection_tested', 'credentials_set') order by id`),
  ];
  return { tenant, user, begin, set, trail };
}

const note = (id: number, result: string) =>
  database.sql`select public.note_integration_connection_test(${id}, ${result}, true)`;
/** Moves time: what the user did is more than a minute ago. */
const waitAMinute = (user: string) =>
  database.sql`update public.integration_events set created_at = created_at - interval '61 seconds' where actor_id = ${user}`;

test('a test leaves who, when and what came of it; the result is written once, and is a code', async () => {
  const { user, begin, trail } = await setUp();
  const id = await begin();
  expect(await trail()).toEqual([{ action: 'connection_tested', actor_id: user, details: {} }]);
  await note(id, 'Bearer abc');
  await note(id, 'credentials_rejected');
  await note(id, 'ok');
  expect(await trail()).toEqual([
    { action: 'connection_tested', actor_id: user, details: { result: 'credentials_rejected' } },
  ]);
});

test('nobody but an admin of the tenant begins one, and nothing else is completed by it', async () => {
  const { tenant, begin, trail } = await setUp();
  for (const role of ['auditor', 'member'] as const) {
    expect(await sqlstate(begin(await createMember(database.sql, tenant, role)))).toBe('42501');
  }
  expect(await sqlstate(begin((await setUp()).user))).toBe('42501');
  expect(await trail()).toEqual([]);
  const [other] = await database.sql<{ id: string }[]>`
    select id from public.integration_events where tenant_id = ${tenant.id} and action = 'integration_added'`;
  await note(Number(required(other).id), 'ok');
  expect([...(await database.sql`select 1 from public.integration_events where details = '{"result": "ok"}'`)]).toEqual(
    [],
  );
});

test('ten tests within a minute are enough, also when they come at once; a minute later there are more', async () => {
  const { user, begin, trail } = await setUp();
  const outcomes = await Promise.all(
    Array.from({ length: 15 }, () =>
      begin().then(
        () => 'begun',
        (error) => error.code,
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'begun')).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 'IQ004')).toHaveLength(5);
  expect(await trail()).toHaveLength(10);
  await waitAMinute(user);
  await begin();
});

test('ten credentials within a minute are enough, and each is in the trail without the credential', async () => {
  const { user, set, trail } = await setUp();
  for (let count = 0; count < 10; count += 1) await set();
  expect(await sqlstate(set())).toBe('IQ004');
  const events = await trail();
  expect(events).toEqual(
    Array.from({ length: 10 }, (_, count) => ({
      action: 'credentials_set',
      actor_id: user,
      details: count === 0 ? {} : { replaced: true },
    })),
  );
  expect(JSON.stringify(await database.sql`select * from public.integration_events`)).not.toContain('cAn4ry');
  await waitAMinute(user);
  await set();
});

test('the limit is of the user, not of the tenant, and finds what it counts by an index', async () => {
  const { tenant, begin } = await setUp();
  for (let count = 0; count < 10; count += 1) await begin();
  await begin(await createMember(database.sql, tenant, 'admin'));
  const plan = await database.sql.begin(async (sql) => {
    await sql`set local enable_seqscan = off`;
    return await sql`
      explain select 1 from public.integration_events
      where actor_id = ${tenant.id} and action = 'connection_tested' and created_at > now() - interval '1 minute'
        and action in ('credentials_set', 'connection_tested') limit 10`;
  });
  expect(JSON.stringify(plan)).toContain('integration_events_by_limited_actor');
});

test('the integration tells of a test of what is stored, until address or credential change', async () => {
  const { tenant, begin, set } = await setUp();
  const tested = async () =>
    required(
      (
        await database.sql`
          select test_result, tested_at is not null as is_tested from public.tenant_integrations where tenant_id = ${tenant.id}`
      )[0],
    );
  await set();
  await note(await begin(), 'ok');
  expect(await tested()).toEqual({ test_result: 'ok', is_tested: true });
  await set();
  expect(await tested()).toEqual({ test_result: null, is_tested: false });
  // A credential that was replaced while the old one was being tried is not what was tried.
  const begun = await begin();
  await set();
  await note(begun, 'ok');
  expect(await tested()).toEqual({ test_result: null, is_tested: false });
  await database.sql`select public.note_integration_connection_test(${await begin()}, 'ok', false)`;
  expect(await tested()).toEqual({ test_result: null, is_tested: false });
  await note(await begin(), 'credentials_rejected');
  expect(await tested()).toEqual({ test_result: 'credentials_rejected', is_tested: true });
  await database.sql`
    update public.tenant_integrations set base_url = 'https://outro.example.com.br' where tenant_id = ${tenant.id}`;
  expect(await tested()).toEqual({ test_result: null, is_tested: false });
});
