-- Claim: the oldest due job, one statement, a fresh token. Two workers never get the same job.

create function private.claim_due(p_worker text, p_job_id uuid)
returns jsonb
language plpgsql
security definer -- moves jobs and leases, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_claim jsonb;
begin
  select * into strict v_settings from private.queue_settings;

  with
    due as (
      select id, tenant_id, provider_slug
      from public.integration_jobs
      where status = 'pending' and run_after <= now() and (p_job_id is null or id = p_job_id)
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
comment on function private.claim_due(text, uuid) is
  'Claims the oldest due job, or only the given one, in one statement; null when it is not due or another claim has it. See private.claim_job.';

create function private.claim_job(p_worker text)
returns jsonb
language plpgsql
security definer -- recovers and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_recovered jsonb := private.recover_jobs();
  v_claim jsonb;
  v_job_id uuid;
begin
  begin
    v_claim := private.claim_due(p_worker, null);
  exception
    when deadlock_detected or serialization_failure then
      raise;
    -- The oldest due job cannot be claimed. It must not block those behind it, which are other tenants'.
    when others then
      raise warning 'Cannot claim the oldest due job: %', sqlerrm;
      for v_job_id in
        select id from public.integration_jobs where status = 'pending' and run_after <= now() order by created_at, id limit 100
      loop
        begin
          v_claim := private.claim_due(p_worker, v_job_id);
          exit when v_claim is not null;
        exception
          when others then
            raise warning 'Cannot claim job %: %', v_job_id, sqlerrm;
        end;
      end loop;
  end;
  return v_claim || jsonb_build_object('recovered', v_recovered);
end;
$$;
comment on function private.claim_job(text) is
  'Claims the oldest due job for p_worker (a name for people). Returns {job_id, tenant_id, provider_slug, attempt, max_attempts, payload, lease_token, lease_seconds, cursor, is_complete, function_name, is_enabled, recovered}, or null when nothing is due; recovered is what private.recover_jobs returned. is_complete: everything is stored, the job only has to be finished.';

-- The wrapper is what PostgREST sees; the definer's body stays in `private` (advisor 0029).
create function public.claim_integration_job(p_worker text)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.claim_job(p_worker);
$$;
comment on function public.claim_integration_job(text) is 'service_role only: see private.claim_job.';

revoke all on function
  private.claim_due(text, uuid), private.claim_job(text), public.claim_integration_job(text)
from public, anon, authenticated;
grant execute on function private.claim_job(text), public.claim_integration_job(text) to service_role;
