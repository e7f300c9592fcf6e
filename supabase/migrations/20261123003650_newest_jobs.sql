-- The list of integrations: one question for the newest job of each, however many there are.

create function public.newest_integration_jobs(p_tenant_id uuid)
returns setof public.integration_jobs
language sql
stable
security invoker -- row level security decides what is seen: a stranger gets nothing
set search_path = ''
as $$
  select job.*
  from public.tenant_integrations as integration
  cross join lateral (
    select * from public.integration_jobs as candidate
    where candidate.tenant_id = integration.tenant_id and candidate.provider_slug = integration.provider_slug
    order by candidate.created_at desc, candidate.id desc
    limit 1
  ) as job
  where integration.tenant_id = p_tenant_id;
$$;
comment on function public.newest_integration_jobs(uuid) is
  'The newest job of each integration of a tenant; none of an integration that never ran. One step of an index for each, whatever the history.';

revoke all on function public.newest_integration_jobs(uuid) from public, anon, authenticated, service_role;
grant execute on function public.newest_integration_jobs(uuid) to authenticated;
