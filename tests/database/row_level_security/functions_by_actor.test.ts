import { expect, test } from 'vitest';
import { type Actor, become, testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required } from '../../support/database/fixtures.ts';
import { FUNCTIONS, PRIVATE_FUNCTIONS } from './expectations.ts';

const database = testDatabase();

/** Functions of a schema that are ours and no trigger's. */
const functionsOf = (schema: string) => database.sql<{ name: string; oid: number; call: string }[]>`
  select proname as name, p.oid::int as oid,
    format('select %I.%I(%s)', ${schema}::text, proname, (
      select string_agg('null::' || format_type(argument, null), ', ' order by position)
      from unnest(proargtypes) with ordinality as arguments (argument, position)
    )) as call
  from pg_proc as p
  where pronamespace = ${schema}::regnamespace
    and not exists (select 1 from pg_depend where objid = p.oid and deptype = 'e')
  order by proname`;

async function actorOf(role: string): Promise<Actor> {
  if (role === 'anon' || role === 'service_role') return role;
  return { user: await createMember(database.sql, await createTenant(database.sql), 'admin') };
}

/** The error of a call with nulls for arguments, undone; '' when it went through. */
async function errorOf(role: string, call: string): Promise<string> {
  const actor = await actorOf(role);
  const undone = new Error('undone');
  try {
    await database.sql.begin(async (sql) => {
      await become(sql, actor);
      await sql.unsafe(call);
      throw undone;
    });
  } catch (error) {
    if (error === undone) return '';
    return `${(error as { code?: string }).code} ${(error as Error).message}`;
  }
  return '';
}

const ROLES = ['anon', 'authenticated', 'service_role'] as const;
const CASES = Object.entries(FUNCTIONS).flatMap(([name, may]) =>
  ROLES.map((role) => ({ name, role, may: role !== 'anon' && may.includes(role) })),
);

test.for(CASES)('$role may execute $name: $may', async ({ name, role, may }) => {
  const { call } = required((await functionsOf('public')).find((found) => found.name === name));
  const error = await errorOf(role, call);
  // Whoever may call it also needs what is inside: a wrapper whose body is refused is not allowed but broken.
  if (may) expect(error).not.toMatch(/permission denied/);
  else expect(error).toBe(`42501 permission denied for function ${name}`);
});

test('every function of schema public has its row in the table of expectations, and none has two forms', async () => {
  expect((await functionsOf('public')).map(({ name }) => name)).toEqual(Object.keys(FUNCTIONS).toSorted());
});

test('of schema private each role reaches exactly what it needs', async () => {
  for (const role of ['authenticated', 'service_role'] as const) {
    const found = await database.sql<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'private'::regnamespace and has_function_privilege(${role}, oid, 'execute') order by proname`;
    expect(
      found.map(({ name }) => name),
      role,
    ).toEqual(PRIVATE_FUNCTIONS[role].toSorted());
  }
});

test('anon cannot even name anything in schema private', async () => {
  for (const { call, name } of await functionsOf('private')) {
    expect(await errorOf('anon', call), name).toBe('42501 permission denied for schema private');
  }
});
