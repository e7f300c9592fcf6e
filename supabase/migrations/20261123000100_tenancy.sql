-- Tenants and their members. Everything else in the product hangs off tenant_id.

-- ── schema ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- `private` is never exposed over HTTP. It holds what browsers must not reach: leases, settings, security definer functions.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.tenants (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text not null unique,
  time_zone text not null default 'America/Sao_Paulo',
  created_at timestamptz not null default now(),
  constraint name_is_not_blank check (btrim(name) <> ''),
  constraint slug_is_url_safe check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- A zone that Postgres does not know would fail the overview, and the tick of all tenants as soon as a schedule is due.
  constraint time_zone_is_known check ((timestamptz '2000-01-01 00:00+00' at time zone time_zone) is not null)
);
comment on table public.tenants is 'An accounting group. The unit of isolation: no user sees a row of a tenant without a membership.';

create table public.tenant_members (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  constraint role_is_valid check (role in ('admin', 'auditor', 'member'))
);
comment on table public.tenant_members is 'Who belongs to which tenant, as what. admin: runs and configures; auditor: reads; member: neither.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index tenant_members_by_user on public.tenant_members (user_id);

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Policies ask these with `tenant_id = any (array(select …))`: an init plan, evaluated once per statement and not per row.
create function private.tenants_of_caller(p_roles text[])
returns setof uuid
language sql
stable
security definer -- reads tenant_members whatever its policies say; otherwise its own policy would recurse
set search_path = ''
as $$
  select tenant_id
  from public.tenant_members
  where user_id = (select auth.uid()) and role = any (p_roles);
$$;
comment on function private.tenants_of_caller(text[]) is 'Ids of the tenants in which the calling user has one of the given roles. Empty for anon.';
revoke all on function private.tenants_of_caller(text[]) from public;
grant execute on function private.tenants_of_caller(text[]) to authenticated;

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.tenants enable row level security;
alter table public.tenant_members enable row level security;

create policy "Members read their own tenants" on public.tenants
for select to authenticated
using (id = any (array(select private.tenants_of_caller(array['admin', 'auditor', 'member']))));

create policy "Users read their own memberships" on public.tenant_members
for select to authenticated
using (user_id = (select auth.uid()));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.tenants, public.tenant_members from public, anon, authenticated, service_role;
grant select on public.tenants, public.tenant_members to authenticated;
grant select, insert, update, delete on public.tenants, public.tenant_members to service_role;
