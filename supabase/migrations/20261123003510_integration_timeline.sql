-- What happened to an integration: its attempts and the changes of its configuration in one row of time; and how fresh its data is.

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Starts and cancellations stand with their runs: without them the trail of an integration is short, however often it runs.
create index integration_events_of_configuration on public.integration_events (tenant_id, provider_slug, created_at desc)
where action not in ('job_started', 'job_canceled');

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.integration_timeline(
  p_tenant_id uuid,
  p_provider_slug text,
  p_before_at timestamptz default null,
  p_before_key text default null,
  p_limit integer default 12
)
returns table (at timestamptz, key text, kind text, entry jsonb)
language plpgsql
stable
set plan_cache_mode = force_custom_plan
set search_path = ''
as $$
declare
  v_limit integer := least(greatest(coalesce(p_limit, 12), 1), 100);
begin
  return query
    select merged.at, merged.key, merged.kind, merged.entry
    from (
      (
        select
          log.created_at as at, 'attempt ' || log.id as key, 'attempt' as kind,
          jsonb_build_object(
            'job_id', log.job_id, 'attempt', log.attempt, 'status', log.status, 'total_processados', log.total_processados,
            'execution_time_ms', log.execution_time_ms, 'error_code', log.error_code, 'error_message', log.error_message,
            'removed', log.response -> 'removed', 'started_by', job.created_by, 'is_known', job.id is not null
          ) as entry
        from public.integration_logs as log
        left join public.integration_jobs as job on job.id = log.job_id
        where log.tenant_id = p_tenant_id and log.provider_slug = p_provider_slug
          and (p_before_at is null or log.created_at <= p_before_at)
          and (p_before_at is null or (log.created_at, 'attempt ' || log.id) < (p_before_at, p_before_key))
        order by log.created_at desc, 'attempt ' || log.id desc
        limit v_limit
      )
      union all
      (
        select
          event.created_at, 'change ' || lpad(event.id::text, 20, '0'), 'change',
          jsonb_build_object('action', event.action, 'actor_id', event.actor_id, 'details', event.details)
        from public.integration_events as event
        where event.tenant_id = p_tenant_id and event.provider_slug = p_provider_slug
          and event.action not in ('job_started', 'job_canceled')
          and (p_before_at is null or event.created_at <= p_before_at)
          and (
            p_before_at is null
            or (event.created_at, 'change ' || lpad(event.id::text, 20, '0')) < (p_before_at, p_before_key)
          )
        order by event.created_at desc, event.id desc
        limit v_limit
      )
    ) as merged
    order by merged.at desc, merged.key desc
    limit v_limit;
end;
$$;
comment on function public.integration_timeline(uuid, text, timestamptz, text, integer) is
  'Ended attempts (kind "attempt") and changes of the configuration (kind "change", as in integration_events) of one integration, newest first, by pages: '
  'those before (p_before_at, p_before_key), at most p_limit (1 to 100). Nothing for strangers.';

create function public.integration_freshness(p_tenant_id uuid)
returns table (provider_slug text, last_success jsonb, runs jsonb)
language sql
stable
set search_path = ''
as $$
  select
    integration.provider_slug,
    (
      select jsonb_build_object(
        'id', job.id, 'finished_at', job.finished_at, 'processed_count', job.processed_count,
        'execution_time_ms', job.execution_time_ms, 'result', job.result - 'problem_list'
      )
      from public.integration_jobs as job
      where job.tenant_id = integration.tenant_id and job.provider_slug = integration.provider_slug and job.status = 'success'
      order by job.created_at desc
      limit 1
    ),
    (
      select coalesce(jsonb_agg(last_runs order by last_runs.created_at, last_runs.id), '[]')
      from (
        select job.id, job.status, job.created_at
        from public.integration_jobs as job
        where job.tenant_id = integration.tenant_id and job.provider_slug = integration.provider_slug
        order by job.created_at desc, job.id desc
        limit 14
      ) as last_runs
    )
  from public.tenant_integrations as integration
  where integration.tenant_id = p_tenant_id;
$$;
comment on function public.integration_freshness(uuid) is
  'Of each integration of a tenant the last success ({"id", "finished_at", "processed_count", "execution_time_ms", "result"} or null) and its last 14 runs, oldest first ([{"id", "status", "created_at"}]). Nothing for strangers.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  public.integration_timeline(uuid, text, timestamptz, text, integer), public.integration_freshness(uuid)
from public, anon, authenticated, service_role;
grant execute on function
  public.integration_timeline(uuid, text, timestamptz, text, integer), public.integration_freshness(uuid)
to authenticated;
