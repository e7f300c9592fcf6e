-- The Execuções page and tab: runs of one or all integrations and groups of the caller, newest first, filtered, in keyset pages.

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What auditors look for among many good runs. Partial: a run that nobody started and that ends well costs neither of them.
create index integration_jobs_unsuccessful on public.integration_jobs (tenant_id, provider_slug, created_at desc, id desc)
where status in ('error', 'canceled');
create index integration_jobs_by_person on public.integration_jobs (tenant_id, provider_slug, created_by, created_at desc, id desc)
where created_by is not null;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.search_integration_jobs(
  p_tenant_ids uuid[],
  p_provider_slug text default null,
  p_status text default null,
  p_error_code text default null,
  p_started_by uuid default null,
  p_is_scheduled boolean default false,
  p_from timestamptz default null,
  p_until timestamptz default null,
  p_id text default null,
  p_after_created_at timestamptz default null,
  p_after_id uuid default null,
  p_limit integer default 20
)
returns setof public.integration_jobs
language plpgsql
stable
-- Each search has its own conditions: planned with them, it uses the index that fits them.
set plan_cache_mode = force_custom_plan
set search_path = ''
as $$
declare
  v_limit integer := least(greatest(coalesce(p_limit, 20), 1), 1001);
  v_id text := lower(replace(p_id, '-', ''));
  v_first_id uuid;
  v_last_id uuid;
begin
  if v_id is not null then
    if v_id !~ '^[0-9a-f]{4,32}$' then
      return;
    end if;
    v_first_id := rpad(v_id, 32, '0')::uuid;
    v_last_id := rpad(v_id, 32, 'f')::uuid;
  end if;
  -- The newest of each integration by its index, then the newest of all of them: never the whole history.
  return query
    select found.*
    from public.tenant_integrations as integration
    cross join lateral (
      select job.*
      from public.integration_jobs as job
      where job.tenant_id = integration.tenant_id
        and job.provider_slug = integration.provider_slug
        and (p_status is null or job.status = p_status)
        and (p_error_code is null or (job.status = 'error' and job.error_code = p_error_code))
        and (p_started_by is null or job.created_by = p_started_by)
        and (not p_is_scheduled or job.created_by is null)
        and (p_from is null or job.created_at >= p_from)
        and (p_until is null or job.created_at < p_until)
        and (v_id is null or job.id between v_first_id and v_last_id)
        and (p_after_id is null or (job.created_at, job.id) < (p_after_created_at, p_after_id))
      order by job.created_at desc, job.id desc
      limit v_limit
    ) as found
    where integration.tenant_id = any (p_tenant_ids[:500])
      and (p_provider_slug is null or integration.provider_slug = p_provider_slug)
    order by found.created_at desc, found.id desc
    limit v_limit;
end;
$$;
comment on function public.search_integration_jobs(
  uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text, timestamptz, uuid, integer
) is
  'Runs of these tenants (at most 500), newest first, by pages: those after (p_after_created_at, p_after_id), at most p_limit (1 to 1001). Null = not filtered. '
  'p_error_code: failed with this code; p_is_scheduled: started by nobody; p_from <= created_at < p_until; p_id: the first 4 to 32 hex digits of the id, with or without hyphens. Nothing of strangers.';

create function public.count_integration_jobs(
  p_tenant_ids uuid[],
  p_provider_slug text default null,
  p_status text default null,
  p_error_code text default null,
  p_started_by uuid default null,
  p_is_scheduled boolean default false,
  p_from timestamptz default null,
  p_until timestamptz default null,
  p_id text default null
)
returns integer
language sql
stable
set search_path = ''
as $$
  select count(*)::integer
  from public.search_integration_jobs(
    p_tenant_ids[:500], p_provider_slug, p_status, p_error_code, p_started_by, p_is_scheduled, p_from, p_until, p_id, p_limit => 1001
  );
$$;
comment on function public.count_integration_jobs(uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text) is
  'How many runs search_integration_jobs finds; 1001 = more than 1,000. The conditions are those of the search.';

create function public.integration_job_attempts(p_job_ids uuid[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(job_id, attempts), '{}')
  from (
    select
      job_id,
      jsonb_agg(
        jsonb_build_object('attempt', attempt, 'status', status, 'error_code', error_code, 'ended_at', created_at)
        order by attempt, created_at
      ) as attempts
    from public.integration_logs
    where job_id = any (p_job_ids[:1000])
    group by job_id
  ) as of_jobs;
$$;
comment on function public.integration_job_attempts(uuid[]) is
  'The ended attempts of at most 1,000 runs: {"<job id>": [{"attempt", "status", "error_code", "ended_at"}]}, for files with runs. Nothing of strangers.';

create function private.retention()
returns jsonb
language sql
stable
security definer -- the settings of the queue are nobody's to read; these are what people must know of their records
set search_path = ''
as $$
  select jsonb_build_object(
    'jobs_days', keep_jobs_days, 'logs_days', keep_logs_days, 'events_days', keep_events_days, 'changes_days', keep_changes_days,
    'run_log_days', keep_run_log_days
  )
  from private.queue_settings;
$$;
comment on function private.retention() is
  'For how many days runs, attempts, the trail, what runs changed and their logs page by page are kept; null = for ever: {"jobs_days", "logs_days", "events_days", "changes_days", "run_log_days"}.';

create function public.integration_retention()
returns jsonb language sql stable set search_path = ''
as $$ select private.retention(); $$;
comment on function public.integration_retention() is 'See private.retention.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  public.search_integration_jobs(
    uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text, timestamptz, uuid, integer
  ),
  public.count_integration_jobs(uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text),
  public.integration_job_attempts(uuid[]), private.retention(), public.integration_retention()
from public, anon, authenticated, service_role;
grant execute on function
  public.search_integration_jobs(
    uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text, timestamptz, uuid, integer
  ),
  public.count_integration_jobs(uuid[], text, text, text, uuid, boolean, timestamptz, timestamptz, text),
  public.integration_job_attempts(uuid[]), private.retention(), public.integration_retention()
to authenticated;
