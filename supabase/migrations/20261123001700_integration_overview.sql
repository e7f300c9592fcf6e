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
    finished as (
      select status, execution_time_ms, finished_at, (finished_at at time zone today.name)::date as day
      from public.integration_jobs
      cross join today
      where tenant_id = p_tenant_id
        and provider_slug = p_provider_slug
        -- The age bound lets the history index do the work; jobs live at most a day before they finish, two are kept in hand.
        and created_at >= ((today.day - 31)::timestamp at time zone today.name)
        and finished_at >= ((today.day - 29)::timestamp at time zone today.name)
    ),
    per_day as (
      select
        calendar.day::date as day,
        count(*) filter (where status = 'success') as success,
        count(*) filter (where status = 'error') as error,
        count(*) filter (where status = 'canceled') as canceled
      from today
      cross join generate_series(today.day - 29, today.day, interval '1 day') as calendar (day)
      left join finished on finished.day = calendar.day::date
      group by calendar.day
    )
  select jsonb_build_object(
    'runs_30d', (select count(*) from finished),
    -- Cancelled runs say nothing about the integration: they count neither way.
    'success_rate', (
      select round(count(*) filter (where status = 'success')::numeric / nullif(count(*) filter (where status <> 'canceled'), 0), 4)
      from finished
    ),
    'mean_time_ms', (select round(avg(execution_time_ms)) from finished where status = 'success'),
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
  'Last 30 days in the tenant''s time zone: {runs_30d, success_rate 0..1 or null, mean_time_ms or null, last_success_at or null, days: 30 × {day, success, error, canceled}}.';
revoke all on function public.integration_overview(uuid, text) from public, anon;
grant execute on function public.integration_overview(uuid, text) to authenticated, service_role;
