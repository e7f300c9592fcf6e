-- The page of all groups: how every integration of every group of the caller is, the worst first.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.integration_states(p_search text)
returns table (
  id uuid, tenant_id uuid, tenant_name text, tenant_slug text, provider_slug text, provider_name text, state text, code text,
  is_enabled boolean, job_status text, job_code text, since timestamptz, failing_since timestamptz, failures_in_row integer,
  schedule_paused_at timestamptz, next_run_at timestamptz, last_status text, last_run timestamptz, rank integer, sort_name text
)
language sql
stable
security invoker -- row level security decides what is there
-- Planned for ten groups, whatever the caller has: of a thousand each row would be compared with every active run.
set enable_nestloop = off
set search_path = ''
as $$
  with
    words as (
      select array_remove(regexp_split_to_array(lower(private.fold(left(coalesce(p_search, ''), 200))), '\s+'), '') as list
    ),
    groups as materialized (
      select id, name, slug, lower(private.fold(name)) as sort_name from public.tenants
    ),
    -- Once for all: row by row, row level security would look through the caller's thousand groups again for each.
    active as materialized (
      select tenant_id, provider_slug, status, error_code, run_after, updated_at, created_at, started_at
      from public.integration_jobs where status in ('pending', 'running')
    )
  select
    integration.id, groups.id, groups.name, groups.slug, provider.slug, provider.name, state.name,
    case when integration.last_status = 'error' then integration.last_error_code else integration.schedule_pause_code end,
    integration.is_enabled, job.status, job.error_code,
    case state.name
      when 'stuck' then case job.status when 'pending' then job.run_after else job.updated_at end
      when 'failing' then coalesce(integration.failing_since, integration.schedule_paused_at, integration.last_run)
      when 'waiting' then job.created_at
      when 'running' then job.started_at
    end,
    integration.failing_since, integration.failures_in_row, integration.schedule_paused_at, integration.next_run_at,
    integration.last_status, integration.last_run,
    array_position('{stuck,failing,waiting,running,fine,unused}', state.name), groups.sort_name
  from public.tenant_integrations as integration
  join groups on groups.id = integration.tenant_id
  join public.integration_providers as provider on provider.slug = integration.provider_slug
  cross join words
  left join active as job on job.tenant_id = integration.tenant_id and job.provider_slug = integration.provider_slug
  cross join lateral (
    select case
      -- Beyond what is normal: a due run begins within minutes, and one that does not move for ten is ended by the queue.
      when job.status = 'pending' and job.run_after < now() - interval '15 minutes' then 'stuck'
      when job.status = 'running' and job.updated_at < now() - interval '5 minutes' then 'stuck'
      when integration.is_enabled and (integration.last_status = 'error' or integration.schedule_paused_at is not null) then 'failing'
      when job.status = 'pending' then 'waiting'
      when job.status = 'running' then 'running'
      when integration.is_enabled and integration.last_run is not null then 'fine'
      else 'unused'
    end as name
  ) as state
  where integration.removed_at is null
    and not exists (
      select 1 from unnest(words.list) as word
      where strpos(concat_ws(' ', groups.sort_name, groups.slug, lower(private.fold(provider.name))), word) = 0
    );
$$;
comment on function private.integration_states(text) is
  'Every integration of the groups that the caller audits or administers and that p_search finds. state: stuck (due for 15 minutes, or running for 5 without a change), failing (the last run failed or the schedule is paused, whatever runs now), waiting, running, fine, unused (switched off, or never ran); since: when that began, null = nobody asks. p_search: words that all stand in the names of group and provider, accents and case aside.';

create function public.search_integration_states(
  p_search text default '', p_states text[] default null, p_after jsonb default null, p_limit integer default 50
)
returns jsonb
language sql
stable
security invoker -- row level security decides what is counted: nothing of groups where the caller is a mere member
set search_path = ''
as $$
  with
    found as materialized (
      select *, jsonb_build_array(rank, coalesce(since, 'infinity'), sort_name, id) as key from private.integration_states(p_search)
    ),
    page as materialized (
      select * from found
      where (p_states is null or state = any (p_states[:10]))
        and (
          p_after is null
          or private.is_small_json(p_after, 1000) and (rank, coalesce(since, 'infinity'), sort_name, id)
            > ((p_after ->> 0)::integer, (p_after ->> 1)::timestamptz, p_after ->> 2, (p_after ->> 3)::uuid)
        )
      order by rank, coalesce(since, 'infinity'), sort_name, id
      limit least(greatest(coalesce(p_limit, 50), 1), 200)
    ),
    -- From the first of the failures in a row the last success is one step back, however many they are.
    with_success as (
      select
        page.*,
        case when last_status = 'success' then last_run else (
          select job.finished_at from public.integration_jobs as job
          where job.tenant_id = page.tenant_id and job.provider_slug = page.provider_slug
            and job.status = 'success' and job.finished_at <= coalesce(page.failing_since, 'infinity')
          order by job.finished_at desc
          limit 1
        ) end as last_success_at
      from page
    )
  select jsonb_build_object(
    'counts', (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from found group by state) as counted),
    'rows', (
      select coalesce(
        jsonb_agg(
          to_jsonb(with_success) - '{rank,sort_name,failing_since,last_status,last_run}'::text[]
          order by rank, coalesce(since, 'infinity'), sort_name, id
        ),
        '[]'
      )
      from with_success
    )
  );
$$;
comment on function public.search_integration_states(text, text[], jsonb, integer) is
  'See private.integration_states: {"counts": {"<state>": n} of all that p_search finds, "rows": the worst first, the longest in its state before others, each with "last_success_at" (null = none is kept)}. p_states: null = all. p_after: "key" of the last row before; p_limit 1 to 200.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.integration_states(text), public.search_integration_states(text, text[], jsonb, integer)
from public, anon, authenticated, service_role;
grant execute on function private.integration_states(text), public.search_integration_states(text, text[], jsonb, integer)
to authenticated;
