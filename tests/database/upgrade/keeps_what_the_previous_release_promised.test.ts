import { beforeAll, describe, expect, test } from 'vitest';
import { previousReleaseDatabase } from './previous-release.ts';

const db = previousReleaseDatabase();

interface Promised {
  signature: string;
  name: string;
  names: string[];
  optional: number;
  roles: string[];
}

/** The functions that somebody calls by name over REST: workers that still run, tabs that are still open, cron jobs. */
const functions = () => db.sql<Promised[]>`
  select p.oid::regprocedure::text as signature, p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as names,
    p.pronargdefaults as optional,
    array(
      select role from unnest(array['anon', 'authenticated', 'service_role']) as role
      where has_function_privilege(role, p.oid, 'execute')
    ) as roles
  from pg_proc as p
  where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend where objid = p.oid and deptype = 'e')
  order by 1`;

interface Column {
  table: string;
  column: string;
  type: string;
  readers: string[];
  writers: string[];
}

const columns = () => db.sql<Column[]>`
  select a.attrelid::regclass::text as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
    array(
      select role from unnest(array['authenticated', 'service_role']) as role
      where has_column_privilege(role, a.attrelid, a.attnum, 'select')
    ) as readers,
    array(
      select role || ' ' || verb
      from unnest(array['authenticated', 'service_role']) as role cross join unnest(array['insert', 'update']) as verb
      where has_column_privilege(role, a.attrelid, a.attnum, verb)
    ) as writers
  from pg_attribute as a
  join pg_class as c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
  order by 1, 2`;

let before: { functions: Promised[]; columns: Column[] };
let after: typeof before;
beforeAll(async () => {
  before = { functions: await functions(), columns: await columns() };
  await db.upgrade();
  after = { functions: await functions(), columns: await columns() };
});

describe('workers and tabs of the previous release', () => {
  test('can call every function by the same names, with the same rights', () => {
    expect(before.functions.length).toBeGreaterThan(8);
    for (const old of before.functions) {
      const candidates = after.functions.filter(({ name, names, optional }) => {
        const required = names.slice(0, names.length - optional);
        const stillRequired = required.every((argument) => old.names.includes(argument));
        return name === old.name && stillRequired && old.names.every((argument) => names.includes(argument));
      });
      // Two that fit would be refused as ambiguous (PGRST203).
      expect(candidates, old.signature).toHaveLength(1);
      expect(candidates[0]?.roles, old.signature).toEqual(old.roles);
    }
  });

  test('find every column with its type, and may read and write what they might', () => {
    const now = new Map(after.columns.map((column) => [`${column.table}.${column.column}`, column]));
    expect(before.columns.length).toBeGreaterThan(50);
    for (const old of before.columns) {
      const kept = now.get(`${old.table}.${old.column}`);
      expect(kept).toMatchObject({ table: old.table, column: old.column, type: old.type });
      expect(kept?.readers).toEqual(expect.arrayContaining(old.readers));
      expect(kept?.writers).toEqual(expect.arrayContaining(old.writers));
    }
  });
});

test('an upgrade that is repeated changes nothing', async () => {
  const applied = () => db.sql`select version from supabase_migrations.schema_migrations order by version`;
  const once = await applied();
  await db.upgrade();
  expect(await applied()).toEqual(once);
});
