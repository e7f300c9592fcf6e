/** Tables as a product has them: tenants' rows behind policies, a column that nobody may read, a table left to its owner. */
export const SCHEMA = `
  create schema private;
  grant usage on schema private to authenticated;
  create table private.members (tenant_id uuid, user_id uuid, primary key (tenant_id, user_id));
  create function private.tenants_of_caller() returns setof uuid language sql stable security definer set search_path = ''
    as $$ select tenant_id from private.members where user_id = (select auth.uid()) $$;

  create table public.jobs (
    id int primary key,
    tenant_id uuid not null,
    status text not null default 'pending',
    progress int not null default 0,
    amount numeric(12, 2),
    big bigint,
    ratio float8,
    is_urgent boolean,
    payload jsonb not null default '{}',
    tags text[],
    matrix int[],
    due_on date,
    starts_at timestamptz,
    local_time timestamp,
    label varchar(40),
    secret text
  );
  alter table public.jobs enable row level security;
  create policy "Members read the jobs of their tenants" on public.jobs for select to authenticated
    using (tenant_id = any (array(select private.tenants_of_caller())));
  grant select (id, tenant_id, status, progress, amount, big, ratio, is_urgent, payload, tags, matrix, due_on, starts_at, local_time, label)
    on public.jobs to anon, authenticated;
  grant select on public.jobs to service_role;

  create table public.notes ("note key" text, part smallint, body text, primary key ("note key", part));
  grant select on public.notes to authenticated;
  create table public.keyless (body text);
  grant select on public.keyless to authenticated;
  create table public.faulty (id int primary key);
  alter table public.faulty enable row level security;
  create policy "Fails for holders of a malformed claim" on public.faulty for select to authenticated
    using ((auth.jwt() ->> 'level')::int > 0);
  grant select on public.faulty to authenticated;
  create table public.unpublished (id int primary key);
  grant select on public.unpublished to authenticated;
  alter publication supabase_realtime add table public.jobs, public.notes, public.keyless, public.faulty;

  insert into private.members values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000101'),
    ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-000000000102');
`;

export const AURORA = { tenant: '00000000-0000-4000-8000-00000000000a', user: '00000000-0000-4000-8000-000000000101' };
export const BOREAL = { tenant: '00000000-0000-4000-8000-00000000000b', user: '00000000-0000-4000-8000-000000000102' };
