-- A record that could not be taken over is the provider's text: "Basic Engenharia" looks like a credential to the guards of
-- integration_jobs.result and integration_logs.response. Refused only there, it would let its job neither finish nor fail, and the
-- recovery of that job would take every claim of every tenant down. So texts are cleaned where they come in.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.scrub_problems(p_problems jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    jsonb_agg(
      -- What still looks like a secret after the scrubbing is not worth keeping.
      case when private.has_secret(clean) then '{"item": "***", "reason": "***"}' else clean end
      order by position
    ),
    '[]'
  )
  from jsonb_array_elements(p_problems) with ordinality as element (problem, position)
  cross join lateral jsonb_build_object(
    'item', left(private.scrub(problem ->> 'item'), 200), 'reason', left(private.scrub(problem ->> 'reason'), 200)
  ) as fields (clean);
$$;
comment on function private.scrub_problems(jsonb) is
  'Problems [{"item", "reason"}] that every guard against secrets lets through, in their order, each text at most 200 characters.';

create function private.percentage(p_processed integer, p_total integer)
returns integer
language sql
immutable
set search_path = ''
as $$
  -- 100 is reserved for success.
  select case when p_total > 0 then least(99, floor(100.0 * p_processed / greatest(p_total, p_processed))::integer) end;
$$;
comment on function private.percentage(integer, integer) is 'How far a job is that is not finished, 0 to 99; null while the total is unknown.';

create or replace function private.advance_job(
  p_job_id uuid,
  p_token uuid,
  p_cursor jsonb,
  p_counters jsonb,
  p_total integer default null,
  p_step text default null,
  p_problems jsonb default '[]'
)
returns jsonb
language plpgsql
security definer -- writes the private lease and the job
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_state text := private.lock_held_job(p_job_id, p_token);
  v_lease private.job_leases;
  v_processed integer;
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  if private.has_secret(p_counters) then
    raise exception 'Cannot advance job %: a counter has the name of a secret', p_job_id using errcode = '22023';
  end if;
  select * into strict v_settings from private.queue_settings;

  update private.job_leases as l
  set
    cursor = p_cursor,
    counters = private.add_counters(l.counters, p_counters),
    problems = (
      select coalesce(jsonb_agg(problem), '[]')
      from (
        select problem from jsonb_array_elements(l.problems || private.scrub_problems(p_problems)) as problem limit 50
      ) as first_problems
    ),
    total = coalesce(p_total, l.total),
    advanced_at = now(),
    expires_at = now() + make_interval(secs => v_settings.lease_seconds),
    published_at = case
      when l.published_at + make_interval(secs => v_settings.progress_interval_ms / 1000.0) <= now() then now()
      else l.published_at
    end
  where job_id = p_job_id
  returning * into v_lease;

  v_processed := coalesce((v_lease.counters ->> 'processed')::integer, 0);
  -- Browsers see about one update a second and job (Realtime's rate is limited); the lease always has the exact state.
  if v_lease.published_at = now() then
    perform private.publish_progress(p_job_id, v_processed, v_lease.total, p_step);
  end if;
  return jsonb_build_object('state', 'held', 'processed', v_processed, 'total', v_lease.total);
end;
$$;

create or replace function private.publish_progress(p_job_id uuid, p_processed integer, p_total integer, p_step text)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.integration_jobs
  set
    processed_count = greatest(processed_count, p_processed),
    total_count = case when p_total is not null then greatest(p_total, processed_count, p_processed) end,
    progress = greatest(progress, private.percentage(p_processed, p_total)), -- a bar never goes back
    step = left(coalesce(private.scrub(p_step), step), 200)
  where id = p_job_id;
$$;

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.scrub_problems(jsonb), private.percentage(integer, integer) from public;
