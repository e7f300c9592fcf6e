-- What operators see: the queue of everybody in one answer, at a cost that does not grow with it.

create function private.operation_tenants()
returns jsonb
language sql
stable
security definer -- counts over all tenants
set search_path = ''
as $$
  with
    running as (
      select tenant_id, count(*)::integer as running from private.job_leases where slot is not null group by tenant_id
    ),
    -- By the claim's own index, and no further than a thousand of each provider.
    due as (
      select first.tenant_id, count(*)::integer as due, min(greatest(first.created_at, first.run_after)) as oldest_due_at
      from public.integration_providers as provider
      cross join lateral (
        select tenant_id, created_at, run_after from public.integration_jobs
        where provider_slug = provider.slug and (status = 'pending') is true
          and run_after between (select floor from private.due_floor) and now()
        order by run_after, created_at, id
        limit 1000
      ) as first
      group by first.tenant_id
    ),
    busiest as (
      select
        tenant.name, coalesce(running.running, 0) as running, coalesce(due.due, 0) as due, due.oldest_due_at
      from running
      full join due on due.tenant_id = running.tenant_id
      join public.tenants as tenant on tenant.id = coalesce(running.tenant_id, due.tenant_id)
      order by coalesce(running.running, 0) desc, due.oldest_due_at, tenant.name
      limit 20
    )
  select coalesce(jsonb_agg(to_jsonb(busiest) order by running desc, oldest_due_at, name), '[]') from busiest;
$$;
comment on function private.operation_tenants() is
  'The 20 tenants that hold most places, then those that wait longest: [{name, running, due, oldest_due_at}].';

create function private.operation_runs()
returns jsonb
language sql
stable
security definer -- reads leases of all tenants
set search_path = ''
as $$
  with slowest as (
    select
      lease.job_id, tenant.name as tenant, provider.name as provider, lease.worker, lease.claimed_at, lease.advanced_at,
      lease.expires_at < now() as is_lost
    from private.job_leases as lease
    join public.tenants as tenant on tenant.id = lease.tenant_id
    join public.integration_providers as provider on provider.slug = lease.provider_slug
    where lease.slot is not null
    order by lease.advanced_at, lease.job_id
    limit 20
  )
  select coalesce(jsonb_agg(to_jsonb(slowest) order by advanced_at, job_id), '[]') from slowest;
$$;
comment on function private.operation_runs() is
  'The 20 running jobs that have not advanced for longest: [{job_id, tenant, provider, worker, claimed_at, advanced_at, is_lost}].';

create function private.operation_day()
returns jsonb
language sql
stable
security definer -- counts over all tenants
set search_path = ''
as $$
  with
    -- The newest of a day and no more: the cost does not grow with the traffic.
    ended as (
      select provider_slug, status, error_code, finished_at from public.integration_jobs
      where finished_at > now() - interval '1 day' order by finished_at desc limit 20000
    ),
    providers as (
      select
        provider_slug as slug, count(*)::integer as ended, (count(*) filter (where status = 'error'))::integer as failed,
        mode() within group (order by error_code) filter (where status = 'error') as code
      from ended group by provider_slug
    ),
    hours as (
      select
        first.hour as at, count(ended.finished_at)::integer as ended,
        (count(*) filter (where ended.status = 'error'))::integer as failed
      from generate_series(date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now()), interval '1 hour') as first (hour)
      left join ended on ended.finished_at >= first.hour and ended.finished_at < first.hour + interval '1 hour'
      group by first.hour
    )
  select jsonb_build_object(
    'providers', coalesce((select jsonb_agg(to_jsonb(providers)) from providers), '[]'),
    'hours', (select jsonb_agg(to_jsonb(hours) order by at) from hours)
  );
$$;
comment on function private.operation_day() is
  'What ended within 24 hours, of the newest 20,000: {providers: [{slug, ended, failed, code: the most frequent}], hours: [{at, ended, failed}]}.';

create function private.operation()
returns jsonb
language plpgsql
stable
security definer -- reads over all tenants, after it has asked for the operator
set search_path = ''
as $$
declare
  v_settings jsonb;
begin
  perform private.require_operator();
  select to_jsonb(settings) into strict v_settings from private.queue_settings as settings;
  return jsonb_build_object(
    'paused_at', v_settings -> 'paused_at',
    'health', private.health(),
    'providers', (
      select jsonb_agg(jsonb_build_object(
        'slug', slug, 'name', name, 'paused_at', paused_at, 'slots', v_settings -> 'max_running_per_provider'
      ) order by name)
      from public.integration_providers
    ),
    'tenants', private.operation_tenants(),
    'tenant_slots', v_settings -> 'max_running_per_tenant',
    'runs', private.operation_runs(),
    'day', private.operation_day(),
    'settings', (
      select jsonb_agg(jsonb_build_object('name', name, 'value', v_settings -> name, 'lowest', lowest, 'highest', highest))
      from private.operable_settings()
    ),
    'events', (
      select coalesce(jsonb_agg(to_jsonb(newest) - 'actor_id' order by id desc), '[]')
      from (select * from private.operator_events order by id desc limit 50) as newest
    )
  );
end;
$$;
comment on function private.operation() is
  'Operators: {paused_at, health: see private.health, providers, tenants, tenant_slots, runs, day, settings: [{name, value, lowest, highest}], events: the newest 50 of the trail}. Errors: 42501.';

create function public.read_integration_operation()
returns jsonb language sql stable set search_path = ''
as $$ select private.operation(); $$;
comment on function public.read_integration_operation() is 'Operators: see private.operation.';

revoke all on function
  private.operation_tenants(), private.operation_runs(), private.operation_day(), private.operation(), public.read_integration_operation()
from public, anon, authenticated, service_role;
grant execute on function private.operation(), public.read_integration_operation() to authenticated;
