-- Claim: what has been due longest, as many as the limits leave room for, each with a fresh token. Two workers never get the
-- same job, no claim waits for another, and no limit is exceeded by claims at the same moment: see private.take_places.

-- ── what is due ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.find_due(p_window integer, p_job_id uuid)
returns private.place[]
language plpgsql
volatile
security definer -- reads jobs of every tenant
-- By the claim's own index: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
begin
  -- The first of each provider, by its own part of the index: those that are not due are not read. And the first of its clicks.
  return array(
    select row(due.id, due.tenant_id, provider.slug, due.created_by is not null, null, null, null)::private.place
    from private.open_providers as provider
    cross join lateral (
      (
        select id, tenant_id, run_after, created_at, created_by
        from public.integration_jobs
        where provider_slug = provider.slug and (status = 'pending') is true
          and run_after between (select floor from private.due_floor) and now() and (p_job_id is null or id = p_job_id)
        order by run_after, created_at, id
        limit p_window
      )
      union
      (
        select id, tenant_id, run_after, created_at, created_by
        from public.integration_jobs
        where provider_slug = provider.slug and (status = 'pending' and created_by is not null) is true
          and run_after between (select floor from private.due_floor) and now() and (p_job_id is null or id = p_job_id)
        order by run_after, created_at, id
        limit p_window
      )
    ) as due
    order by due.run_after, due.created_at, due.id
  );
end;
$$;
comment on function private.find_due(integer, uuid) is
  'The first p_window due jobs of each provider and the first p_window that people started, or only the given one, those due longest first. Job, tenant and provider of each: their places are still to be taken.';

-- ── one round ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.hold_jobs(p_settings private.queue_settings, p_worker text, p_places private.place[], p_recovered jsonb)
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_job_ids uuid[] := array(select job_id from unnest(p_places));
  v_claims jsonb;
begin
  with
    held as (
      insert into private.job_leases as l (
        job_id, token, worker, claimed_at, expires_at, advanced_at,
        tenant_id, provider_slug, slot, tenant_slot, provider_slot, began_at, total
      )
      select
        job_id, gen_random_uuid(), left(p_worker, 100), now(), now() + make_interval(secs => p_settings.lease_seconds), now(),
        tenant_id, provider_slug, slot, tenant_slot, provider_slot, now(),
        -- The best guess until the provider names a total, or where it names none.
        private.expected_total(tenant_id, provider_slug)
      from unnest(p_places)
      on conflict (job_id) do update
      set
        token = excluded.token,
        worker = excluded.worker,
        claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at,
        advanced_at = excluded.advanced_at,
        tenant_id = excluded.tenant_id,
        provider_slug = excluded.provider_slug,
        slot = excluded.slot,
        tenant_slot = excluded.tenant_slot,
        provider_slot = excluded.provider_slot,
        began_at = coalesce(l.began_at, excluded.began_at),
        -- A yielded attempt goes on: its clock and its counters too. A new attempt starts both afresh.
        worked_ms = case when l.attempt_is_open then l.worked_ms else 0 end,
        attempt_counters = case when l.attempt_is_open then l.attempt_counters else l.counters end,
        claim_counters = l.counters
      returning l.job_id, l.tenant_id, l.provider_slug, l.token, l.attempt_is_open, l.total, l.cursor, l.is_complete
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
      where j.id = any (v_job_ids) and j.id = held.job_id
      returning j.id, jsonb_build_object(
        'job_id', j.id,
        'tenant_id', j.tenant_id,
        'provider_slug', j.provider_slug,
        'attempt', j.attempts,
        'max_attempts', j.max_attempts,
        'payload', j.payload,
        'lease_token', held.token,
        'lease_seconds', p_settings.lease_seconds,
        'jobs_per_worker', p_settings.jobs_per_worker,
        'cursor', held.cursor,
        'resumed_from', j.resumed_from,
        'is_complete', held.is_complete,
        'function_name', (select function_name from public.integration_providers where slug = held.provider_slug),
        -- Each by itself, so that no plan can come to it by all integrations of the provider.
        'is_enabled', (
          select is_enabled from public.tenant_integrations where tenant_id = held.tenant_id and provider_slug = held.provider_slug
        ),
        'recovered', p_recovered
      ) as claim
    )
  select coalesce(jsonb_agg(claim order by array_position(v_job_ids, id)), '[]')
  into v_claims
  from claimed;
  return v_claims;
end;
$$;
comment on function private.hold_jobs(private.queue_settings, text, private.place[], jsonb) is
  'pending -> running for jobs that the caller has locked, each with a fresh lease in its places. Returns the claims as an array, see private.claim_jobs. A place that another claim has taken is refused by its index (23505).';

create function private.claim_due(
  p_settings private.queue_settings, p_worker text, p_limit integer, p_job_id uuid, p_recovered jsonb
)
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
set search_path = ''
as $$
declare
  -- Some of the first may be in the hands of other claims.
  v_window integer := p_limit + 8;
  v_due private.place[] := private.find_due(v_window, p_job_id);
  v_places private.place[] := private.take_places(p_settings, v_due, p_limit);
begin
  -- When those were not enough, one more look: no more can be in hand, or have a tenant that runs all that it may, than jobs may run.
  if cardinality(v_places) < p_limit and cardinality(v_due) >= v_window then
    v_due := private.find_due(p_limit + p_settings.max_running, p_job_id);
    v_places := private.take_places(p_settings, v_due, p_limit);
  end if;
  if cardinality(v_places) = 0 then
    return '[]';
  end if;
  return private.hold_jobs(p_settings, p_worker, v_places, p_recovered);
end;
$$;
comment on function private.claim_due(private.queue_settings, text, integer, uuid, jsonb) is
  'Claims the p_limit jobs that have been due longest and for which the limits leave room, or only the given one. Returns an array, see private.claim_jobs; [] when nothing is due or others have it in hand.';

-- ── claim ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.claim_one_by_one(p_worker text, p_limit integer, p_recovered jsonb)
returns jsonb
language plpgsql
security definer -- moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_claims jsonb := '[]';
  v_job_id uuid;
begin
  select * into strict v_settings from private.queue_settings;
  for v_job_id in select job_id from unnest(private.find_due(100, null))
  loop
    exit when jsonb_array_length(v_claims) >= p_limit;
    begin
      v_claims := v_claims || private.claim_due(v_settings, p_worker, 1, v_job_id, p_recovered);
    exception
      when others then
        raise warning 'Cannot claim job %: %', v_job_id, sqlerrm;
    end;
  end loop;
  return v_claims;
end;
$$;
comment on function private.claim_one_by_one(text, integer, jsonb) is
  'Claims like private.claim_due where one of the first jobs cannot be claimed: each by itself, a warning for each that fails.';

create function private.claim_together(p_worker text, p_limit integer)
returns jsonb
language plpgsql
security definer -- recovers and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_recovered jsonb := '{"requeued": 0, "failed": 0, "stuck": 0}';
  v_claims jsonb;
begin
  select * into strict v_settings from private.queue_settings;
  v_claims := private.claim_due(v_settings, p_worker, p_limit, null, v_recovered);
  -- While more is due than can be held, lost jobs are left to the tick: they would go behind what is due anyway.
  if jsonb_array_length(v_claims) < p_limit and private.has_lost_jobs() then
    v_recovered := private.recover_jobs();
    v_claims := v_claims
      || private.claim_due(v_settings, p_worker, p_limit - jsonb_array_length(v_claims), null, v_recovered);
  end if;
  return v_claims;
end;
$$;
comment on function private.claim_together(text, integer) is
  'private.claim_jobs for the usual case that every job can be claimed; recovers lost jobs when it finds fewer than p_limit.';

create function private.claim_jobs(p_worker text, p_limit integer)
returns jsonb
language plpgsql
security definer -- recovers and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_constraint text;
begin
  for v_try in 1..5 loop
    begin
      return private.claim_together(p_worker, p_limit);
    exception
      when deadlock_detected or serialization_failure then
        raise;
      when others then
        get stacked diagnostics v_constraint = constraint_name;
        -- A claim that was committed between our look for a place and our lock on it had the place: once more.
        continue when v_try < 5 and v_constraint in ('one_job_per_slot', 'one_job_per_tenant_slot', 'one_job_per_provider_slot');
        -- One of the first cannot be claimed. It must not block those behind it, which are other tenants'.
        raise warning 'Cannot claim % job(s) at once: %', p_limit, sqlerrm;
        exit;
    end;
  end loop;
  return private.claim_one_by_one(p_worker, p_limit, private.recover_jobs());
end;
$$;
comment on function private.claim_jobs(text, integer) is
  'Claims up to p_limit due jobs for p_worker (a name for people), those due longest first, within the limits of queue_settings. Returns an array of {job_id, tenant_id, provider_slug, attempt, max_attempts, payload, lease_token, lease_seconds, jobs_per_worker, cursor, resumed_from, is_complete, function_name, is_enabled, recovered}, [] when there is nothing to do now. is_complete: everything is stored, the job only has to be finished; resumed_from: the failed job from whose cursor this one began; recovered: what private.recover_jobs returned before it was claimed; a claim that finds less than p_limit recovers lost jobs and goes on with them.';

-- The wrappers are what PostgREST sees; the definer's body stays in `private` (advisor 0029). Not in SQL: such a body would be
-- planned anew in every call.
create function public.claim_integration_jobs(p_worker text, p_limit integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.claim_jobs(p_worker, p_limit);
end;
$$;
comment on function public.claim_integration_jobs(text, integer) is 'service_role only: see private.claim_jobs.';

create function public.claim_integration_job(p_worker text)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.claim_jobs(p_worker, 1) -> 0;
end;
$$;
comment on function public.claim_integration_job(text) is 'service_role only: one claim of private.claim_jobs, null when there is none.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.find_due(integer, uuid), private.hold_jobs(private.queue_settings, text, private.place[], jsonb),
  private.claim_due(private.queue_settings, text, integer, uuid, jsonb),
  private.claim_one_by_one(text, integer, jsonb), private.claim_together(text, integer), private.claim_jobs(text, integer),
  public.claim_integration_jobs(text, integer), public.claim_integration_job(text)
from public, anon, authenticated;
grant execute on function
  private.claim_jobs(text, integer), public.claim_integration_jobs(text, integer), public.claim_integration_job(text)
to service_role;
