-- The figures of the Visão Geral tab, computed in the database: right with any number of jobs.

create function public.integration_overview(p_tenant_id uuid, p_provider_slug text)
returns jsonb
language sql
stable
security invoker -- row level security decides what is counted: a stranger gets zeros
set search_path = ''
as $$
  with
    zone as (
      select coalesce((select time_zone from public.tenants where id = p_tenant_id), 'America/Sao_Paulo') as name
    ),
    today as (
      select name, (now() at time zone name)::date as day from zone
    ),
    -- By the day on which they were started, as the list of executions counts them: a day leads to its executions there.
    finished as (
      select status, execution_time_ms, (created_at at time zone today.name)::date as day
      from public.integration_jobs
      cross join today
      where tenant_id = p_tenant_id
        and provider_slug = p_provider_slug
        and created_at >= ((today.day - 29)::timestamp at time zone today.name)
        and status in ('success', 'error', 'canceled')
    ),
    -- One row per day and status: the days below are joined to ninety rows and not to every run.
    counts as (
      select day, status, count(*) as runs, sum(execution_time_ms) as time_ms, count(execution_time_ms) as timed
      from finished
      group by day, status
    ),
    -- Only a complete read of everything can say what is gone: private.conclude_read then counts it, be it zero.
    durations as (
      select coalesce(result ? 'removed', false) as is_full, avg(execution_time_ms) as mean_ms
      from public.integration_jobs
      cross join today
      where tenant_id = p_tenant_id
        and provider_slug = p_provider_slug
        and created_at >= ((today.day - 29)::timestamp at time zone today.name)
        and status = 'success'
      group by 1
    ),
    per_day as (
      select
        calendar.day::date as day,
        coalesce(sum(runs) filter (where status = 'success'), 0) as success,
        coalesce(sum(runs) filter (where status = 'error'), 0) as error,
        coalesce(sum(runs) filter (where status = 'canceled'), 0) as canceled
      from today
      cross join generate_series(today.day - 29, today.day, interval '1 day') as calendar (day)
      left join counts on counts.day = calendar.day::date
      group by calendar.day
    )
  select jsonb_build_object(
    'runs_30d', (select coalesce(sum(runs), 0) from counts),
    -- Cancelled runs say nothing about the integration: they count neither way.
    'success_rate', (
      select round(sum(runs) filter (where status = 'success') / nullif(sum(runs) filter (where status <> 'canceled'), 0), 4)
      from (select * from counts union all select null, 'success', 0, 0, 0) as with_zero
    ),
    'mean_time_ms', (select round(sum(time_ms) / nullif(sum(timed), 0)) from counts where status = 'success'),
    'mean_full_ms', (select round(mean_ms) from durations where is_full),
    'mean_incremental_ms', (select round(mean_ms) from durations where not is_full),
    'last_success_at', (
      select finished_at from public.integration_jobs
      where tenant_id = p_tenant_id and provider_slug = p_provider_slug and status = 'success'
      order by created_at desc limit 1
    ),
    'days', (
      select jsonb_agg(
        jsonb_build_object('day', day, 'success', success, 'error', error, 'canceled', canceled) order by day
      )
      from per_day
    )
  );
$$;
comment on function public.integration_overview(uuid, text) is
  'Ended runs that were started in the last 30 days, in the tenant''s time zone: {runs_30d, success_rate 0..1 or null, mean_time_ms, mean_full_ms, mean_incremental_ms or null each (complete reads, and those of what changed), last_success_at or null, days: 30 × {day, success, error, canceled}}.';
revoke all on function public.integration_overview(uuid, text) from public, anon;
grant execute on function public.integration_overview(uuid, text) to authenticated, service_role;
