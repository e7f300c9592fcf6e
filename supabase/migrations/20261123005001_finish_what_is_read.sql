-- A job whose last page is stored is read: when its worker is lost before it says so, the next one only ends the job. Before, the
-- null cursor of the end looked like that of the beginning, and everything was read and counted a second time.

alter table private.job_leases add column is_complete boolean not null default false;
comment on column private.job_leases.is_complete is 'The last page is stored: nothing is left to read, the job only has to be ended.';

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
    is_complete = p_cursor is null,
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

create or replace function private.claim_job(p_worker text)
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_claim jsonb;
begin
  perform private.recover_jobs();
  select * into strict v_settings from private.queue_settings;

  with
    due as (
      select id, tenant_id, provider_slug
      from public.integration_jobs
      where status = 'pending' and run_after <= now()
      order by created_at, id
      limit 1
      for update skip locked
    ),
    held as (
      insert into private.job_leases as l (job_id, token, worker, claimed_at, expires_at, advanced_at, total)
      select
        id, gen_random_uuid(), left(p_worker, 100), now(), now() + make_interval(secs => v_settings.lease_seconds), now(),
        -- How many records the last complete run read: the best guess where the provider names no total.
        (
          select nullif((j.result ->> 'processed')::integer, 0)
          from public.integration_jobs as j
          where j.tenant_id = due.tenant_id and j.provider_slug = due.provider_slug
            and j.status = 'success'
          order by j.created_at desc
          limit 1
        )
      from due
      on conflict (job_id) do update
      set
        token = excluded.token,
        worker = excluded.worker,
        claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at,
        advanced_at = excluded.advanced_at,
        -- A yielded attempt goes on: its clock and its counters too. A new attempt starts both afresh.
        worked_ms = case when l.attempt_is_open then l.worked_ms else 0 end,
        attempt_counters = case when l.attempt_is_open then l.attempt_counters else l.counters end,
        claim_counters = l.counters
      returning l.*
    ),
    claimed as (
      update public.integration_jobs as j
      set
        status = 'running',
        attempts = j.attempts + 1,
        started_at = case when held.attempt_is_open then coalesce(j.started_at, now()) else now() end,
        -- The provider may have named a total below what was read already.
        total_count = coalesce(j.total_count, case when held.total is not null then greatest(held.total, j.processed_count) end),
        error_code = null,
        error_message = null
      from held
      where j.id = held.job_id
      returning j.*
    )
  select jsonb_build_object(
    'job_id', claimed.id,
    'tenant_id', claimed.tenant_id,
    'provider_slug', claimed.provider_slug,
    'attempt', claimed.attempts,
    'max_attempts', claimed.max_attempts,
    'payload', claimed.payload,
    'lease_token', held.token,
    'lease_seconds', v_settings.lease_seconds,
    'cursor', held.cursor,
    'is_complete', held.is_complete,
    'function_name', provider.function_name,
    'is_enabled', integration.is_enabled
  )
  into v_claim
  from claimed
  join held on held.job_id = claimed.id
  join public.integration_providers as provider on provider.slug = claimed.provider_slug
  join public.tenant_integrations as integration
    on integration.tenant_id = claimed.tenant_id and integration.provider_slug = claimed.provider_slug;

  return v_claim;
end;
$$;

comment on function private.claim_job(text) is
  'Claims the oldest due job for p_worker (a name for people). Returns {job_id, tenant_id, provider_slug, attempt, max_attempts, payload, lease_token, lease_seconds, cursor, is_complete, function_name, is_enabled}, or null when nothing is due. is_complete: everything is stored, the job only has to be finished.';
