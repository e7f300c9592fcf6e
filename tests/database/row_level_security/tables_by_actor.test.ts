import { beforeAll, expect, test } from 'vitest';
import { type Actor, become, testDatabase } from '../../support/database/database.ts';
import {
  createMember,
  createTenant,
  createUser,
  enqueue,
  required,
  type Tenant,
} from '../../support/database/fixtures.ts';
import { ACTORS, type ActorName, TABLES, VERBS, type Verb } from './expectations.ts';

const database = testDatabase();

interface Setting {
  tenants: Record<'A' | 'B', Tenant>;
  outsider: string;
  actors: Record<ActorName, Actor>;
}
let setting: Setting;

beforeAll(async () => {
  const { sql } = database;
  const tenants = {
    A: await createTenant(sql, ['acessorias', 'onecode']),
    B: await createTenant(sql, ['acessorias', 'onecode']),
  };
  const group = await createMember(sql, tenants.A, 'admin');
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${tenants.B.id}, ${group}, 'admin')`;
  // Somebody who can sign in as an admin stays, whoever else goes.
  await sql`update auth.users set email_confirmed_at = now() where id = ${group}`;
  await createMember(sql, tenants.B, 'member');
  for (const tenant of Object.values(tenants)) {
    const id = await enqueue(sql, tenant);
    await sql`
      insert into public.integration_logs (tenant_id, integration, provider_slug, execution_id, job_id, status, attempt)
      values (${tenant.id}, 'Acessórias', 'acessorias', ${id}, ${id}, 'canceled', 9)`;
    for (const table of [
      'companies',
      'receivables',
      'contacts',
      'contact_decisions',
      'integration_changes',
      'integration_run_log',
    ]) {
      await sql.unsafe(fill(required(TABLES[table]).insert, tenant).replace('99999999999962', '11111111111180'));
    }
  }
  setting = {
    tenants,
    outsider: await createUser(sql),
    actors: {
      admin: { user: await createMember(sql, tenants.A, 'admin') },
      stranger: { user: await createMember(sql, tenants.B, 'admin') },
      group: { user: group },
      auditor: { user: await createMember(sql, tenants.A, 'auditor') },
      member: { user: await createMember(sql, tenants.A, 'member') },
      anon: 'anon',
      service_role: 'service_role',
    },
  };
  for (const tenant of Object.values(tenants)) {
    await sql.unsafe(fill(required(TABLES.notification_webhooks).insert, tenant));
    for (const actor of Object.values(setting.actors)) {
      if (typeof actor === 'string') continue;
      for (const table of ['notification_preferences', 'notifications', 'notification_deliveries']) {
        await sql.unsafe(fill(required(TABLES[table]).insert.replace('$outsider', `'${actor.user}'`), tenant));
      }
    }
  }
});

function fill(statement: string, tenant: Tenant): string {
  return statement.replaceAll('$tenant', `'${tenant.id}'`).replaceAll('$outsider', `'${setting?.outsider}'`);
}

class Undo extends Error {}

/** Runs a statement as an actor and undoes it; returns its rows, or 'refused' for SQLSTATE 42501. */
async function attempt(actor: Actor, statement: string): Promise<Record<string, unknown>[] | 'refused'> {
  let rows: Record<string, unknown>[] = [];
  try {
    await database.sql.begin(async (sql) => {
      await become(sql, actor);
      rows = [...(await sql.unsafe(statement))];
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return rows;
    if ((error as { code?: string }).code === '42501') return 'refused';
    throw error;
  }
  return rows;
}

/** What an actor reaches with a verb, in the letters of expectations.ts. */
async function reachOf(table: string, verb: Verb, name: ActorName): Promise<string> {
  const { tenant, insert, update, deletable } = required(TABLES[table]);
  const actor = setting.actors[name];
  if (verb === 'insert') {
    const letters: string[] = [];
    for (const letter of ['A', 'B'] as const) {
      if ((await attempt(actor, fill(insert, setting.tenants[letter]))) !== 'refused') letters.push(letter);
    }
    return letters.join('') || 'refused';
  }
  const returning = `
    case ${tenant}::text when '${setting.tenants.A.id}' then 'A' when '${setting.tenants.B.id}' then 'B' else '-' end as letter`;
  const rows = await attempt(
    actor,
    {
      select: `select ${returning} from public.${table}`,
      // A condition, as a client would send; the policies have to hold with it too.
      update: `update public.${table} set ${update} where true returning ${returning}`,
      delete: `delete from public.${table} where ${deletable ?? 'true'} returning ${returning}`,
    }[verb],
  );
  return rows === 'refused' ? rows : [...new Set(rows.map(({ letter }) => letter))].toSorted().join('');
}

const CASES = Object.entries(TABLES).flatMap(([table, { reach }]) =>
  ACTORS.flatMap((actor) => VERBS.map((verb) => ({ actor, verb, table, expected: reach[verb][actor] }))),
);

test.for(CASES)('$actor may $verb $table: "$expected"', async ({ actor, verb, table, expected }) => {
  expect(await reachOf(table, verb, actor)).toBe(expected);
});

test('every table of schema public has its row in the table of expectations', async () => {
  const tables = await database.sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`;
  expect(tables.map(({ name }) => name)).toEqual(Object.keys(TABLES).toSorted());
});

test('a user without any tenant sees no tenant and no data', async () => {
  const user = await createUser(database.sql);
  for (const [table, { tenant }] of Object.entries(TABLES)) {
    if (tenant === 'null') continue;
    expect(await attempt({ user }, `select 1 from public.${table}`), table).toEqual([]);
  }
});

test('a membership that ends takes everything with it at once', async () => {
  const { sql } = database;
  const user = await createMember(sql, setting.tenants.A, 'admin');
  expect(await attempt({ user }, 'select 1 from public.integration_jobs')).not.toEqual([]);
  await sql`delete from public.tenant_members where user_id = ${user}`;
  expect(await attempt({ user }, 'select 1 from public.integration_jobs')).toEqual([]);
  expect(await attempt({ user }, fill(required(TABLES.integration_jobs).insert, setting.tenants.A))).toBe('refused');
});

test('an admin of both tenants cannot move an integration from one to the other', async () => {
  const move = `update public.tenant_integrations set tenant_id = '${setting.tenants.B.id}' where provider_slug = 'onecode'`;
  expect(await attempt(setting.actors.group, move)).toBe('refused');
});

test('the author of a job is the caller, whoever the caller says it is', async () => {
  const admin = setting.actors.admin as { user: string };
  const job = `
    insert into public.integration_jobs (tenant_id, provider_slug) values ('${setting.tenants.A.id}', 'onecode') returning created_by`;
  expect(await attempt(admin, job)).toEqual([{ created_by: admin.user }]);
  expect(
    await attempt(
      admin,
      job
        .replace('provider_slug)', 'provider_slug, created_by)')
        .replace("'onecode')", `'onecode', '${setting.outsider}')`),
    ),
  ).toBe('refused');
});
