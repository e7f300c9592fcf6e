-- What a new Supabase project gives before our first migration. Run as supabase_admin; may be run again.
-- Roles belong to the server, everything else to one database.

-- ── roles ───────────────────────────────────────────────────────────────────────────────────────────────────────────
do $$
declare
  v_role record;
begin
  -- Several databases of one server may be prepared at once (tests); advisory locks do not reach across databases.
  lock table pg_catalog.pg_authid in share row exclusive mode;
  for v_role in
    select * from (values
      ('postgres', 'login createrole createdb replication bypassrls'),
      ('authenticator', 'login noinherit'),
      ('anon', 'nologin'),
      ('authenticated', 'nologin'),
      ('service_role', 'nologin bypassrls')
    ) as platform (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = v_role.name) then
      execute format('create role %I %s password ''postgres''', v_role.name, v_role.attributes);
    end if;
  end loop;
  if not pg_has_role('authenticator', 'service_role', 'member') then
    grant anon, authenticated, service_role to authenticator;
    grant anon, authenticated, service_role to postgres with admin option;
  end if;
end;
$$;

-- ── database ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- The owner of the database owns schema public and may create schemas, as the migration role of the platform.
do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('alter database %I set search_path to "$user", public, extensions', current_database());
end;
$$;

create schema if not exists extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;
grant create on schema extensions to postgres;

-- Names may be resolved in public, but nothing in it may be read or called without a grant of its own (since 2026-10-30).
grant usage on schema public to anon, authenticated, service_role;

-- ── realtime ────────────────────────────────────────────────────────────────────────────────────────────────────────
do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end;
$$;
