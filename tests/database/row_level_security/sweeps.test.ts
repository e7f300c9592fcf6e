import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';

const database = testDatabase();

/** Sentence -> query for what breaks it, over everything of ours (schemas public and private, nothing of an extension). */
const SWEEPS: Record<string, string> = {
  'row level security is on for every table of schema public': `
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
  'every table of schema public has a policy': `
    select relname from pg_class as c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not exists (select 1 from pg_policy where polrelid = c.oid)`,
  'no policy is for anybody but authenticated': `
    select schemaname, tablename, policyname, roles from pg_policies
    where schemaname in ('public', 'private') and roles <> '{authenticated}'`,
  'no policy asks for the user once per row': `
    select policyname from pg_policies
    where schemaname = 'public' and concat(qual, with_check) ~ 'auth\\.' and concat(qual, with_check) !~ 'SELECT auth\\.uid\\(\\)'`,
  'schema public has no view that bypasses row level security': `
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
      and not coalesce(reloptions @> '{security_invoker=true}', false)`,
  'security definer only in schema private': `
    select pronamespace::regnamespace, proname from ours where prosecdef and pronamespace <> 'private'::regnamespace`,
  'every function has an empty search path': `
    select proname from ours where not coalesce(proconfig @> '{"search_path=\\"\\""}', false)`,
  'every function is explained by a comment': `
    select proname from ours where obj_description(oid, 'pg_proc') is null`,
  'nothing is executable by PUBLIC': `
    select proname from ours cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as acl
    where acl.grantee = 0`,
  'nothing is executable by anon': `
    select proname from ours where has_function_privilege('anon', oid, 'execute')`,
  'no table, view or sequence is granted to anon or PUBLIC': `
    select relname, acl.privilege_type
    from pg_class cross join lateral aclexplode(relacl) as acl
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and acl.grantee in (0, 'anon'::regrole)`,
  'no column is granted to anon or PUBLIC': `
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid cross join lateral aclexplode(attacl) as acl
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and acl.grantee in (0, 'anon'::regrole)`,
  'nothing in schema private is readable or writable by anybody': `
    select relname, role
    from pg_class cross join unnest(array['anon', 'authenticated', 'service_role']) as role
    where relnamespace = 'private'::regnamespace and relkind in ('r', 'p', 'v', 'm')
      and (
        has_table_privilege(role, pg_class.oid, 'select, insert, update, delete, truncate, references, trigger')
        or has_any_column_privilege(role, pg_class.oid, 'select, insert, update')
      )`,
  'nobody may truncate, reference or add triggers to a table of schema public': `
    select relname, role
    from pg_class cross join unnest(array['anon', 'authenticated', 'service_role']) as role
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and has_table_privilege(role, pg_class.oid, 'truncate, references, trigger')`,
  'anon may not use schema private, and nobody may create in either schema': `
    select nspname, role from pg_namespace cross join unnest(array['anon', 'authenticated', 'service_role']) as role
    where nspname in ('public', 'private') and has_schema_privilege(role, nspname, 'create')
      or nspname = 'private' and role = 'anon' and has_schema_privilege(role, nspname, 'usage')`,
  'a json that somebody may write is looked at before any rule could repeat it, and guarded by a constraint': `
    select attrelid::regclass, attname
    from pg_attribute as a join pg_class as c on c.oid = attrelid cross join unnest(array['authenticated', 'service_role']) as role
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and atttypid in ('json'::regtype, 'jsonb'::regtype)
      and attnum > 0 and has_column_privilege(role, attrelid, attnum, 'insert, update')
      and not (
        exists (
          select 1 from pg_constraint
          where conrelid = attrelid and contype = 'c' and pg_get_constraintdef(oid) like '%private.is_safe_object(' || attname || ',%'
        )
        and exists (
          select 1 from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
          where tgrelid = attrelid and tgtype & 2 = 2 and prosrc like '%require_safe_object(''' || attname || ''', new.' || attname || ',%'
        )
      )`,
  'a function that users may call takes no json, unless it asks for its size, and no list, unless it takes only the first of it': `
    select wrapper.proname, argument.name
    from ours as wrapper
    cross join lateral unnest(wrapper.proargnames[1:wrapper.pronargs], wrapper.proargtypes::oid[]) as argument (name, type)
    left join ours as body on body.proname = wrapper.proname and body.pronamespace = 'private'::regnamespace
    where has_function_privilege('authenticated', wrapper.oid, 'execute') and wrapper.pronamespace = 'public'::regnamespace
      and (argument.type in ('json'::regtype, 'jsonb'::regtype) or (select typcategory from pg_type where oid = argument.type) = 'A')
      and coalesce(body.prosrc, wrapper.prosrc) not like '%is_small_json(' || argument.name || ', %'
      and coalesce(body.prosrc, wrapper.prosrc) not like '%' || argument.name || '[:%]%'`,
  'no default privilege gives anything away for future objects': `
    select defaclobjtype, acl.grantee::regrole from pg_default_acl cross join lateral aclexplode(defaclacl) as acl
    where acl.grantee in (0, 'anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)`,
  'every foreign key has an index that begins with its columns': `
    select conrelid::regclass, conname from pg_constraint as c
    where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (
        select 1 from pg_index as i
        where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
      )`,
};

test.for(Object.entries(SWEEPS))('%s', async ([, query]) => {
  const rows = await database.sql.unsafe(`
    with ours as (
      select p.* from pg_proc as p
      where pronamespace not in (
          select oid from pg_namespace where nspname in ('pg_catalog', 'information_schema', 'auth', 'vault', 'extensions', 'realtime')
        )
        and not exists (select 1 from pg_depend where objid = p.oid and deptype = 'e')
    )
    ${query}`);
  expect([...rows]).toEqual([]);
});

test('the sweeps see our objects at all', async () => {
  const [row] = await database.sql`
    select
      (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r') as tables,
      (select count(*)::int from pg_proc where pronamespace = 'private'::regnamespace and prosecdef) as definers,
      (select count(*)::int from pg_policies where schemaname = 'public') as policies`;
  expect(row?.tables).toBeGreaterThanOrEqual(10);
  expect(row?.definers).toBeGreaterThanOrEqual(10);
  expect(row?.policies).toBeGreaterThanOrEqual(10);
});
