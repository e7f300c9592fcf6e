-- Claim: what has been due longest, as many as the limits leave room for, each with a fresh token. Two workers never get the
-- same job, no claim waits for another, and no limit is exceeded by claims at the same moment: see private.take_slot.

-- ── places ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create type private.place as (
  job_id uuid, tenant_id uuid, provider_slug text, slot integer, tenant_slot integer, provider_slot integer
);
comment on type private.place is 'The numbered places that one running job takes: among all, of its tenant, of its provider.';

create function private.take_slot(p_scope text, p_limit integer, p_taken integer[], p_after integer)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_class integer := pg_catalog.hashtext(p_scope);
  -- Every connection begins somewhere else, so that claims at the same moment seldom want the same place.
  v_first integer := pg_catalog.pg_backend_pid() % p_limit;
  v_slot integer;
begin
  for v_step in coalesce((p_after - 1 - v_first + p_limit) % p_limit + 1, 0) .. p_limit - 1 loop
    v_slot := (v_first + v_step) % p_limit + 1;
    if v_slot <> all (p_taken) and pg_catalog.pg_try_advisory_xact_lock(v_class, v_slot) then
      return v_slot;
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.take_slot(text, integer, integer[], integer) is
  'A place in 1..p_limit that is not in p_taken and that no open transaction is just taking; null when there is none. p_after is the place that this transaction took last in p_scope, null = none: an advisory lock is no obstacle for who holds it. A limit of n jobs is n numbered places, each with an advisory lock until the end of the transaction: a claim that is not committed yet counts too, and nobody waits for it.';

create function private.lock_due(p_settings private.queue_settings, p_limit integer, p_job_ids uuid[], p_held private.place[])
returns private.place[]
language plpgsql
security definer -- locks jobs, which no caller may do directly
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_taken jsonb := '{}';
  v_job record;
  v_place private.place;
  v_places private.place[] := '{}';
begin
  for v_job in
    select
      job.id, job.tenant_id, job.provider_slug,
      array(select held.slot from unnest(p_held) as held) as taken,
      array(select held.tenant_slot from unnest(p_held) as held where held.tenant_id = job.tenant_id) as taken_of_tenant,
      array(select held.provider_slot from unnest(p_held) as held where held.provider_slug = job.provider_slug) as taken_of_provider
    from unnest(p_job_ids) with ordinality as candidate (id, ordinality)
    join public.integration_jobs as job on job.id = candidate.id
    where job.status = 'pending' and job.run_after <= now()
    order by candidate.ordinality
    limit p_limit
    for update of job skip locked
  loop
    v_place := row(
      v_job.id, v_job.tenant_id, v_job.provider_slug,
      private.take_slot('running', p_settings.max_running, v_job.taken, (v_taken ->> 'running')::integer),
      private.take_slot(
        v_job.tenant_id::text, p_settings.max_running_per_tenant, v_job.taken_of_tenant, (v_taken ->> v_job.tenant_id::text)::integer
      ),
      private.take_slot(
        v_job.provider_slug, p_settings.max_running_per_provider, v_job.taken_of_provider, (v_taken ->> v_job.provider_slug)::integer
      )
    );
    continue when v_place.slot is null or v_place.tenant_slot is null or v_place.provider_slot is null;
    v_taken := v_taken || jsonb_build_object(
      'running', v_place.slot, v_job.tenant_id, v_place.tenant_slot, v_job.provider_slug, v_place.provider_slot
    );
    v_places := v_places || v_place;
  end loop;
  return v_places;
end;
$$;
comment on function private.lock_due(private.queue_settings, integer, uuid[], private.place[]) is
  'Locks the first p_limit of the given jobs that are still due and in nobody''s hands, and takes their places. p_held are the places that were taken a moment ago. A job for which there is no place is left out.';

-- ── one round ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.hold_jobs(p_settings private.queue_settings, p_worker text, p_places private.place[])
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_claims jsonb;
begin
  with
    chosen as (
      select place.*
      from unnest(p_places) with ordinality as place (job_id, tenant_id, provider_slug, slot, tenant_slot, provider_slot, ordinality)
      -- A claim that ended between our look at the leases and our lock may have taken the place: this statement sees it.
      where not exists (
        select 1 from private.job_leases as held
        where held.slot is not null and (
          held.slot = place.slot
          or (held.tenant_slot = place.tenant_slot and held.tenant_id = place.tenant_id)
          or (held.provider_slot = place.provider_slot and held.provider_slug = place.provider_slug)
        )
      )
    ),
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
      from chosen
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
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'job_id', claimed.id,
      'tenant_id', claimed.tenant_id,
      'provider_slug', claimed.provider_slug,
      'attempt', claimed.attempts,
      'max_attempts', claimed.max_attempts,
      'payload', claimed.payload,
      'lease_token', held.token,
      'lease_seconds', p_settings.lease_seconds,
      'jobs_per_worker', p_settings.jobs_per_worker,
      'cursor', held.cursor,
      'resumed_from', claimed.resumed_from,
      'is_complete', held.is_complete,
      'function_name', provider.function_name,
      'is_enabled', integration.is_enabled
    ) order by chosen.ordinality
  ), '[]')
  into v_claims
  from claimed
  join chosen on chosen.job_id = claimed.id
  join held on held.job_id = claimed.id
  join public.integration_providers as provider on provider.slug = claimed.provider_slug
  join public.tenant_integrations as integration
    on integration.tenant_id = claimed.tenant_id and integration.provider_slug = claimed.provider_slug;

  return v_claims;
end;
$$;
comment on function private.hold_jobs(private.queue_settings, text, private.place[]) is
  'pending -> running for jobs that the caller has locked, each with a fresh lease in its places. Returns the claims as an array, see private.claim_jobs; a job whose place was taken meanwhile is left out.';

create function private.claim_due(p_worker text, p_limit integer, p_job_id uuid)
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_held private.place[];
  v_wanted integer;
  -- Some of the first may be in the hands of other claims. When all are, one more look: no more can be than jobs may run.
  v_window integer := p_limit + 8;
  v_candidates uuid[];
  v_is_cut boolean;
  v_places private.place[];
  v_claims jsonb := '[]';
begin
  select * into strict v_settings from private.queue_settings;
  while jsonb_array_length(v_claims) < p_limit loop
    v_held := array(
      select row(job_id, tenant_id, provider_slug, slot, tenant_slot, provider_slot)::private.place
      from private.job_leases
      where slot is not null
    );
    v_wanted := least(p_limit - jsonb_array_length(v_claims), v_settings.max_running - cardinality(v_held));
    exit when v_wanted <= 0;

    -- The first of each provider that has room, by its own part of the index: neither the jobs of a provider or tenant that
    -- runs all that it may, nor those that are not due, are read.
    select array_agg(due.id order by due.run_after, due.created_at, due.id), coalesce(bool_or(due.ordinality = v_window), false)
    into v_candidates, v_is_cut
    from public.integration_providers as provider
    cross join lateral (
      select first.*, row_number() over () as ordinality
      from (
        select id, run_after, created_at
        from public.integration_jobs
        where provider_slug = provider.slug and status = 'pending' and run_after <= now()
          and (p_job_id is null or id = p_job_id)
          and tenant_id <> all (array(
            select tenant_id from unnest(v_held) group by tenant_id having count(*) >= v_settings.max_running_per_tenant
          ))
        order by run_after, created_at, id
        limit v_window
      ) as first
    ) as due
    where (select count(*) from unnest(v_held) as held where held.provider_slug = provider.slug) < v_settings.max_running_per_provider;
    exit when v_candidates is null;

    v_places := private.lock_due(v_settings, v_wanted, v_candidates, v_held);
    if cardinality(v_places) > 0 then
      -- Less than the places when another claim was faster: then once more, with what it left.
      v_claims := v_claims || private.hold_jobs(v_settings, p_worker, v_places);
    elsif v_is_cut and v_window < v_settings.max_running then
      v_window := p_limit + v_settings.max_running;
    else
      exit;
    end if;
  end loop;
  return v_claims;
end;
$$;
comment on function private.claim_due(text, integer, uuid) is
  'Claims the p_limit jobs that have been due longest and for which the limits leave room, or only the given one. Returns an array, see private.claim_jobs; [] when nothing is due or others have it in hand.';

-- ── claim ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.claim_jobs(p_worker text, p_limit integer)
returns jsonb
language plpgsql
security definer -- recovers and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_recovered jsonb := '{"requeued": 0, "failed": 0, "stuck": 0}';
  v_claims jsonb := '[]';
  v_job_id uuid;
begin
  if private.has_lost_jobs() then
    v_recovered := private.recover_jobs();
  end if;
  begin
    v_claims := private.claim_due(p_worker, p_limit, null);
  exception
    when deadlock_detected or serialization_failure then
      raise;
    -- One of the first cannot be claimed. It must not block those behind it, which are other tenants'.
    when others then
      raise warning 'Cannot claim % job(s) at once: %', p_limit, sqlerrm;
      for v_job_id in
        select id from public.integration_jobs where status = 'pending' and run_after <= now()
        order by run_after, created_at, id limit 100
      loop
        exit when jsonb_array_length(v_claims) >= p_limit;
        begin
          v_claims := v_claims || private.claim_due(p_worker, 1, v_job_id);
        exception
          when others then
            raise warning 'Cannot claim job %: %', v_job_id, sqlerrm;
        end;
      end loop;
  end;
  return (
    select coalesce(jsonb_agg(claim || jsonb_build_object('recovered', v_recovered) order by place), '[]')
    from jsonb_array_elements(v_claims) with ordinality as entry (claim, place)
  );
end;
$$;
comment on function private.claim_jobs(text, integer) is
  'Claims up to p_limit due jobs for p_worker (a name for people), those due longest first, within the limits of queue_settings. Returns an array of {job_id, tenant_id, provider_slug, attempt, max_attempts, payload, lease_token, lease_seconds, jobs_per_worker, cursor, resumed_from, is_complete, function_name, is_enabled, recovered}, [] when there is nothing to do now. is_complete: everything is stored, the job only has to be finished; resumed_from: the failed job from whose cursor this one began; recovered: what private.recover_jobs returned, the same in each.';

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

revoke all on function
  private.take_slot(text, integer, integer[], integer),
  private.lock_due(private.queue_settings, integer, uuid[], private.place[]),
  private.hold_jobs(private.queue_settings, text, private.place[]),
  private.claim_due(text, integer, uuid), private.claim_jobs(text, integer),
  public.claim_integration_jobs(text, integer), public.claim_integration_job(text)
from public, anon, authenticated;
grant execute on function
  private.claim_jobs(text, integer), public.claim_integration_jobs(text, integer), public.claim_integration_job(text)
to service_role;
