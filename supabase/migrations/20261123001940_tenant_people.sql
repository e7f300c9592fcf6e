-- Names for the ids in created_by, canceled_by and actor_id: who started, who cancelled.

create function private.tenant_people(p_tenant_id uuid)
returns table (user_id uuid, email text, role text)
language sql
stable
security definer -- reads auth.users, after it has checked that the caller may know the members of the tenant
set search_path = ''
as $$
  select member.user_id, account.email::text, member.role
  from public.tenant_members as member
  join auth.users as account on account.id = member.user_id
  where member.tenant_id = p_tenant_id
    and p_tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
  order by account.email;
$$;
comment on function private.tenant_people(uuid) is 'Members of a tenant with their e-mail, for its admins and auditors; nothing for anybody else.';

create function public.tenant_people(p_tenant_id uuid)
returns table (user_id uuid, email text, role text)
language sql stable set search_path = ''
as $$ select * from private.tenant_people(p_tenant_id); $$;
comment on function public.tenant_people(uuid) is 'Admins and auditors: see private.tenant_people.';

revoke all on function private.tenant_people(uuid), public.tenant_people(uuid) from public, anon, authenticated, service_role;
grant execute on function private.tenant_people(uuid), public.tenant_people(uuid) to authenticated;
