import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bootstrap } from '../../../supabase/local/postgres/bootstrap.ts';
import { migrate } from '../../../supabase/local/postgres/migrate.ts';
import { testDatabase } from '../../support/database/database.ts';
import { projectDir } from '../../support/run.ts';

/**
 * Projects made before 30 October 2026 grant everything that is created in `public` to the roles of the API by default. What a
 * migration forgot to revoke would be open there and nowhere else.
 */
const FORMER_DEFAULTS = ['tables', 'functions', 'sequences'].map(
  (objects) => `
    alter default privileges for role postgres in schema public
    grant all on ${objects} to postgres, anon, authenticated, service_role`,
);

const newProject = testDatabase();
const name = `former_${randomUUID().replaceAll('-', '')}`;
const server = inject('databaseServer');
let former: postgres.Sql;

beforeAll(async () => {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const adminUrl = new URL(server.adminUrl);
  adminUrl.pathname = `/${name}`;
  await bootstrap(adminUrl.href);
  const owner = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  for (const statement of FORMER_DEFAULTS) await owner.unsafe(statement);
  await owner.end();
  const url = server.urlOf.replace('{database}', name);
  await migrate({ projectDir, databaseUrl: url, withSeed: false });
  former = postgres(url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await former?.end();
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
});

/** Every right that a role of the API, or everybody, has on anything of ours: "role: right on object". */
async function rights(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ right: string }[]>`
    with
      objects (name, acl) as (
        select nspname, coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace where nspname in ('public', 'private')
        union all
        select c.oid::regclass::text, coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
        from pg_class as c
        where c.relnamespace::regnamespace::text in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        union all
        select a.attrelid::regclass || '.' || a.attname, a.attacl
        from pg_attribute as a
        join pg_class as c on c.oid = a.attrelid
        where c.relnamespace::regnamespace::text in ('public', 'private') and a.attacl is not null
        union all
        select p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner))
        from pg_proc as p
        where p.pronamespace::regnamespace::text in ('public', 'private')
        union all
        select t.oid::regtype::text, t.typacl from pg_type as t
        where t.typnamespace::regnamespace::text in ('public', 'private') and t.typacl is not null
      )
    select coalesce(nullif(grantee::regrole::text, '-'), 'everybody') || ': ' || privilege_type || ' on ' || name as right
    from objects
    cross join lateral aclexplode(acl)
    where grantee = 0 or grantee::regrole::text in ('anon', 'authenticated', 'service_role', 'authenticator')
    order by 1`;
  return rows.map(({ right }) => right);
}

test('the roles of the API have the same rights on a project with the former defaults as on a new one', async () => {
  const [there, here] = [await rights(former), await rights(newProject.sql)];
  expect(here.length).toBeGreaterThan(50);
  expect(there.filter((right) => !here.includes(right))).toEqual([]);
  expect(here.filter((right) => !there.includes(right))).toEqual([]);
});

test('on neither has anon a right on anything but the name of schema public, nor everybody', async () => {
  for (const sql of [former, newProject.sql]) {
    const open = (await rights(sql)).filter((right) => /^(anon|everybody): /.test(right));
    expect(open).toEqual(['anon: USAGE on public', 'everybody: USAGE on public']);
  }
});
