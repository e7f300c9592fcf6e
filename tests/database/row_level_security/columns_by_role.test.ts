import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { TABLES } from './expectations.ts';

const database = testDatabase();

const ROLES = ['authenticated', 'service_role'] as const;
const VERBS = ['insert', 'update'] as const;

const CASES = Object.entries(TABLES).flatMap(([table, { writable }]) =>
  ROLES.flatMap((role) => VERBS.map((verb) => ({ table, role, verb, expected: writable?.[role]?.[verb] ?? [] }))),
);

test.for(CASES)('$role may $verb these columns of $table: $expected', async ({ table, role, verb, expected }) => {
  const columns = await database.sql<{ name: string; may: boolean }[]>`
    select attname as name, has_column_privilege(${role}, attrelid, attname, ${verb}) as may
    from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
    order by attname`;
  expect(columns.length).toBeGreaterThan(0);
  const all = columns.map(({ name }) => name);
  const may = columns.filter((column) => column.may).map(({ name }) => name);
  expect(may).toEqual(expected[0] === '*' ? all : expected.toSorted());
});

test('nobody but the functions of the queue can write status, result, progress, attempts or the author of a job', async () => {
  const columns = ['result', 'progress', 'attempts', 'finished_at', 'error_message', 'run_after', 'processed_count'];
  for (const role of ['anon', ...ROLES]) {
    for (const column of columns) {
      const [row] = await database.sql`
        select has_column_privilege(${role}, 'public.integration_jobs', ${column}, 'insert') as may_insert,
          has_column_privilege(${role}, 'public.integration_jobs', ${column}, 'update') as may_update`;
      expect(row, `${role} ${column}`).toEqual({ may_insert: false, may_update: false });
    }
  }
  // The one exception: a user may write the status, and the policy allows him a single value.
  const policies = await database.sql`
    select with_check from pg_policies where schemaname = 'public' and tablename = 'integration_jobs' and cmd = 'UPDATE'`;
  expect(policies).toHaveLength(1);
  expect(String(policies[0]?.with_check)).toContain("status = 'canceled'");
});
