-- The people of a tenant: who they are, how they come, change and go. Invitations themselves are Auth's (an account is made with the
-- mail); here stands what they may do, so that whoever accepts finds their group at once.

-- ── columns ─────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.tenant_members add column invited_by uuid references auth.users (id) on delete set null;
comment on column public.tenant_members.invited_by is 'The admin who invited this person; null = an operator of the project.';
create index tenant_members_by_inviter on public.tenant_members (invited_by) where invited_by is not null;

alter table private.queue_settings
  add column invitations_per_user_and_hour integer not null default 50,
  add constraint invitations_are_limited check (invitations_per_user_and_hour > 0);
comment on column private.queue_settings.invitations_per_user_and_hour is 'How many people one admin may invite within an hour, over all tenants (IQ004 beyond).';

-- ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.tenant_people(p_tenant_id uuid)
returns table (user_id uuid, email text, name text, role text, member_since timestamptz, invited_by uuid, has_come boolean)
language sql
stable
security definer -- reads auth.users, after it has checked that the caller may know the members of the tenant
set search_path = ''
as $$
  select
    member.user_id, account.email::text, nullif(btrim(left(account.raw_user_meta_data ->> 'name', 100)), ''), member.role,
    member.created_at, member.invited_by, account.email_confirmed_at is not null
  from public.tenant_members as member
  join auth.users as account on account.id = member.user_id
  where member.tenant_id = p_tenant_id
    and p_tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
  order by account.email;
$$;
comment on function private.tenant_people(uuid) is
  'Members of a tenant for its admins and auditors; nothing for anybody else. name: what the person calls themselves, or null; has_come: false for an invitation that was not accepted yet.';

create function public.tenant_people(p_tenant_id uuid)
returns table (user_id uuid, email text, name text, role text, member_since timestamptz, invited_by uuid, has_come boolean)
language sql stable set search_path = ''
as $$ select * from private.tenant_people(p_tenant_id); $$;
comment on function public.tenant_people(uuid) is 'Admins and auditors: see private.tenant_people.';

-- ── the last admin ──────────────────────────────────────────────────────────────────────────────────────────────────
create function private.keep_an_admin()
returns trigger
language plpgsql
security definer -- counts memberships and accounts that the caller may not see
set search_path = ''
as $$
begin
  -- Two admins who remove each other at the same time meet here: the second waits and then finds nobody else. A tenant that is itself
  -- going is not found, and an account that an operator deletes takes its memberships along.
  perform from public.tenants where id = old.tenant_id for no key update;
  if found and pg_catalog.pg_trigger_depth() = 1 and not exists (
    select 1
    from public.tenant_members as member
    join auth.users as account on account.id = member.user_id
    where member.tenant_id = old.tenant_id and member.user_id <> old.user_id and member.role = 'admin'
      and account.email_confirmed_at is not null
  ) then
    raise exception 'Cannot remove the last admin of a tenant: make somebody else an admin first' using errcode = 'IQ007';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end;
$$;
comment on function private.keep_an_admin() is
  'Before-trigger: the last admin of a tenant who can sign in neither goes nor becomes something else (IQ007), whoever asks.';

create trigger keep_an_admin_on_delete before delete on public.tenant_members
for each row when (old.role = 'admin')
execute function private.keep_an_admin();

create trigger keep_an_admin_on_update before update of role, tenant_id, user_id on public.tenant_members
for each row when (old.role = 'admin' and (new.role, new.tenant_id, new.user_id) is distinct from (old.role, old.tenant_id, old.user_id))
execute function private.keep_an_admin();

-- ── the trail ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.audit_member()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
declare
  v_member public.tenant_members := case when tg_op = 'DELETE' then old else new end;
begin
  -- The tenant goes: there will be nobody who could read its trail.
  if not exists (select 1 from public.tenants where id = v_member.tenant_id) then
    return null;
  end if;
  insert into public.integration_events (tenant_id, actor_id, action, details)
  select
    v_member.tenant_id,
    coalesce((select auth.uid()), case when tg_op = 'INSERT' then new.invited_by end),
    case tg_op when 'INSERT' then 'member_added' when 'DELETE' then 'member_removed' else 'member_role_changed' end,
    jsonb_build_object(
      'member', v_member.user_id,
      'email', (select account.email from auth.users as account where account.id = v_member.user_id),
      'role', jsonb_build_object(
        'from', case when tg_op <> 'INSERT' then old.role end,
        'to', case when tg_op <> 'DELETE' then new.role end
      )
    );
  return null;
end;
$$;
comment on function private.audit_member() is
  'After-trigger: somebody was added, removed or got another role. The e-mail is kept: the trail outlives the account.';

create trigger audit_coming_and_going after insert or delete on public.tenant_members
for each row execute function private.audit_member();

create trigger audit_role after update of role on public.tenant_members
for each row when (old.role is distinct from new.role)
execute function private.audit_member();

-- ── changes by admins ───────────────────────────────────────────────────────────────────────────────────────────────
create function private.require_membership(p_tenant_id uuid, p_user_id uuid)
returns void
language plpgsql
stable
security definer -- reads memberships that the caller may not see
set search_path = ''
as $$
begin
  if p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot change the people of a tenant: only an admin of it may' using errcode = '42501';
  end if;
  if not exists (select 1 from public.tenant_members where tenant_id = p_tenant_id and user_id = p_user_id) then
    raise exception 'Cannot change a member: the person is not in the tenant' using errcode = 'P0002';
  end if;
end;
$$;
comment on function private.require_membership(uuid, uuid) is
  'Passes when the caller is an admin of the tenant and the person is in it. Errors: 42501, P0002.';

create function private.set_member_role(p_tenant_id uuid, p_user_id uuid, p_role text)
returns void
language plpgsql
security definer -- writes memberships after it has checked that the caller is an admin
set search_path = ''
as $$
begin
  perform private.require_membership(p_tenant_id, p_user_id);
  if p_role is null or p_role not in ('admin', 'auditor', 'member') then
    raise exception 'Cannot change a member: role must be admin, auditor or member, current value is "%"', left(p_role, 20) using errcode = '22023';
  end if;
  update public.tenant_members set role = p_role
  where tenant_id = p_tenant_id and user_id = p_user_id and role <> p_role;
end;
$$;
comment on function private.set_member_role(uuid, uuid, text) is
  'Gives a member another role. Errors: 42501 caller is no admin, P0002 not a member, 22023 unknown role, IQ007 last admin.';

create function private.remove_member(p_tenant_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes memberships after it has checked that the caller is an admin
set search_path = ''
as $$
begin
  perform private.require_membership(p_tenant_id, p_user_id);
  delete from public.tenant_members where tenant_id = p_tenant_id and user_id = p_user_id;
end;
$$;
comment on function private.remove_member(uuid, uuid) is
  'Takes a member out of the tenant; the account stays. An invitation that was not accepted is withdrawn by it. Errors: 42501, P0002, IQ007 last admin.';

create function public.set_tenant_member_role(p_tenant_id uuid, p_user_id uuid, p_role text)
returns void language sql volatile set search_path = ''
as $$ select private.set_member_role(p_tenant_id, p_user_id, p_role); $$;
comment on function public.set_tenant_member_role(uuid, uuid, text) is 'Admins only: see private.set_member_role.';

create function public.remove_tenant_member(p_tenant_id uuid, p_user_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.remove_member(p_tenant_id, p_user_id); $$;
comment on function public.remove_tenant_member(uuid, uuid) is 'Admins only: see private.remove_member.';

-- ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.account_by_email(p_email text)
returns uuid
language sql
stable
security definer -- reads auth.users for the function that invites
set search_path = ''
as $$
  select id from auth.users where lower(email) = lower(btrim(p_email)) and not coalesce(is_sso_user, false);
$$;
comment on function private.account_by_email(text) is 'The account with this address, or null.';

create function private.add_invited_member(p_tenant_id uuid, p_inviter_id uuid, p_email text, p_role text)
returns jsonb
language plpgsql
security definer -- reads auth.users and writes memberships for the function that invites, after it has checked the inviter
set search_path = ''
as $$
declare
  v_user_id uuid := private.account_by_email(p_email);
begin
  if not exists (
    select 1 from public.tenant_members where tenant_id = p_tenant_id and user_id = p_inviter_id and role = 'admin'
  ) then
    raise exception 'Cannot invite: only an admin of the tenant may' using errcode = '42501';
  end if;
  if (
    select count(*) from public.tenant_members where invited_by = p_inviter_id and created_at > now() - interval '1 hour'
  ) >= (select invitations_per_user_and_hour from private.queue_settings) then
    raise exception 'Cannot invite: too many invitations within an hour' using errcode = 'IQ004', hint = 'Wait an hour';
  end if;
  if v_user_id is null then
    return jsonb_build_object('state', 'no_account');
  end if;
  insert into public.tenant_members (tenant_id, user_id, role, invited_by)
  values (p_tenant_id, v_user_id, p_role, p_inviter_id)
  on conflict (tenant_id, user_id) do nothing;
  return jsonb_build_object(
    'state', case when found then 'added' else 'already_member' end,
    'user_id', v_user_id,
    'has_come', (select account.email_confirmed_at is not null from auth.users as account where account.id = v_user_id)
  );
end;
$$;
comment on function private.add_invited_member(uuid, uuid, text, text) is
  'Makes the account with this address a member, on behalf of an admin. Returns {state: "added" | "already_member" | "no_account", user_id, has_come}; has_come false = the invitation still has to be accepted. Errors: 42501 the inviter is no admin, 23514 unknown role, IQ004 too many within an hour.';

create function public.add_invited_tenant_member(p_tenant_id uuid, p_inviter_id uuid, p_email text, p_role text)
returns jsonb language sql volatile set search_path = ''
as $$ select private.add_invited_member(p_tenant_id, p_inviter_id, p_email, p_role); $$;
comment on function public.add_invited_tenant_member(uuid, uuid, text, text) is 'service_role only: see private.add_invited_member.';

-- ── a new tenant ────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.create_tenant(p_name text, p_slug text, p_time_zone text, p_admin_email text)
returns uuid
language plpgsql
security definer -- reads auth.users and writes tenants for the operator
set search_path = ''
as $$
declare
  v_tenant_id uuid;
  v_user_id uuid := private.account_by_email(p_admin_email);
begin
  -- First, so that a missing account is the only thing left to mend when it is what is refused.
  insert into public.tenants (name, slug, time_zone) values (p_name, p_slug, p_time_zone) returning id into v_tenant_id;
  if v_user_id is null then
    raise exception 'Cannot create a tenant: nobody has an account with the address "%"', p_admin_email
      using errcode = 'P0002', hint = 'Invite the person first (Authentication > Users), or use npm run tenant:create, which does both';
  end if;
  insert into public.tenant_members (tenant_id, user_id, role) values (v_tenant_id, v_user_id, 'admin');
  return v_tenant_id;
end;
$$;
comment on function private.create_tenant(text, text, text, text) is
  'For operators: a tenant with its first admin. p_slug: for addresses, a-z, 0-9 and hyphens; p_time_zone: as in pg_timezone_names. Returns the tenant''s id. Errors: P0002 no such account, 23505 slug taken, 23514 name or slug unfit, 22023 unknown time zone.';

create function public.create_tenant(p_name text, p_slug text, p_time_zone text, p_admin_email text)
returns uuid language sql volatile set search_path = ''
as $$ select private.create_tenant(p_name, p_slug, p_time_zone, p_admin_email); $$;
comment on function public.create_tenant(text, text, text, text) is 'service_role only: see private.create_tenant.';

create function private.plan_runs_anew()
returns trigger
language plpgsql
security definer -- plans the tenant's runs, whoever changes its time zone
set search_path = ''
as $$
begin
  -- Writing a schedule plans its next run, see private.plan_next_run.
  update public.tenant_integrations set schedule_kind = schedule_kind
  where tenant_id = new.id and schedule_kind <> 'off';
  return null;
end;
$$;
comment on function private.plan_runs_anew() is 'After-trigger: in another time zone "every day at six" is another moment.';

create trigger plan_runs_anew after update of time_zone on public.tenants
for each row when (old.time_zone is distinct from new.time_zone)
execute function private.plan_runs_anew();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.tenant_people(uuid), public.tenant_people(uuid), private.keep_an_admin(), private.audit_member(),
  private.require_membership(uuid, uuid), private.set_member_role(uuid, uuid, text), private.remove_member(uuid, uuid),
  public.set_tenant_member_role(uuid, uuid, text), public.remove_tenant_member(uuid, uuid),
  private.account_by_email(text), private.add_invited_member(uuid, uuid, text, text),
  public.add_invited_tenant_member(uuid, uuid, text, text),
  private.create_tenant(text, text, text, text), public.create_tenant(text, text, text, text), private.plan_runs_anew()
from public, anon, authenticated, service_role;
grant execute on function
  private.tenant_people(uuid), public.tenant_people(uuid),
  private.set_member_role(uuid, uuid, text), public.set_tenant_member_role(uuid, uuid, text),
  private.remove_member(uuid, uuid), public.remove_tenant_member(uuid, uuid)
to authenticated;
grant execute on function
  private.add_invited_member(uuid, uuid, text, text), public.add_invited_tenant_member(uuid, uuid, text, text),
  private.create_tenant(text, text, text, text), public.create_tenant(text, text, text, text)
to service_role;
