-- The three ways a worker lets go of a job: success, failure, yield. Each presents its token and changes nothing when it is stale.

-- ── success ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.finish_job(p_job_id uuid, p_token uuid)
returns jsonb
language plpgsql
security definer -- moves the job
set search_path = ''
as $$
declare
  v_state text := private.lock_held_job(p_job_id, p_token);
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  update public.integration_jobs as j
  set
    status = 'success',
    progress = 100,
    finished_at = now(),
    processed_count = processed.total,
    total_count = processed.total,
    step = null,
    result = '{"processed": 0}' || l.counters
      || case when l.problems = '[]' then '{}' else jsonb_build_object('problem_list', l.problems) end
  from private.job_leases as l
  cross join lateral (select coalesce((l.counters ->> 'processed')::integer, 0) as total) as processed
  where j.id = p_job_id and l.job_id = j.id;
  return jsonb_build_object('state', 'finished', 'status', 'success');
end;
$$;
comment on function private.finish_job(uuid, uuid) is
  'running -> success; the result is what the checkpoints added up. Returns {"state": "finished", "status"} or the lease state when it is not held.';

-- ── failure ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.fail_job(
  p_job_id uuid,
  p_token uuid,
  p_kind text,
  p_code text,
  p_message text,
  p_retry_after_seconds integer default null
)
returns jsonb
language plpgsql
security definer -- moves the job
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_state text := private.lock_held_job(p_job_id, p_token);
  v_job public.integration_jobs;
  v_wait interval := make_interval(secs => greatest(p_retry_after_seconds, 0));
  v_is_final boolean;
  v_gives_back boolean;
begin
  if p_kind not in ('permanent', 'temporary', 'rate_limit') then
    raise exception 'Cannot fail a job: kind must be permanent, temporary or rate_limit, current value is "%"', p_kind using errcode = '22023';
  end if;
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  select * into strict v_settings from private.queue_settings;
  select * into strict v_job from public.integration_jobs where id = p_job_id;

  -- A provider's limit is no failure: the attempt is given back, unless the job is older than any limit should last.
  v_gives_back := p_kind = 'rate_limit' and v_job.created_at > now() - make_interval(secs => v_settings.cooldown_limit_seconds);
  v_is_final := not v_gives_back and (p_kind = 'permanent' or v_job.attempts >= v_job.max_attempts);
  v_wait := least(
    case
      when p_retry_after_seconds is not null then v_wait
      when p_kind = 'rate_limit' then make_interval(secs => v_settings.cooldown_seconds)
      else private.backoff(v_job.attempts)
    end,
    make_interval(secs => v_settings.cooldown_limit_seconds)
  );

  if not v_is_final then
    update private.job_leases
    set
      token = null, worker = null, claimed_at = null, expires_at = null,
      attempt_is_open = v_gives_back,
      worked_ms = private.worked_ms(p_job_id)
    where job_id = p_job_id;
  end if;
  update public.integration_jobs
  set
    status = case when v_is_final then 'error' else 'pending' end,
    attempts = attempts - case when v_gives_back then 1 else 0 end,
    finished_at = case when v_is_final then now() end,
    run_after = case when v_is_final then run_after else now() + v_wait end,
    error_code = p_code,
    error_message = private.scrub(p_message),
    step = null
  where id = p_job_id
  returning * into v_job;
  return jsonb_build_object('state', 'finished', 'status', v_job.status, 'run_after', v_job.run_after);
end;
$$;
comment on function private.fail_job(uuid, uuid, text, text, text, integer) is
  'Ends an attempt. permanent: error at once. temporary: pending with back-off while attempts are left, else error. rate_limit: pending with a cool-down, attempt given back. p_message is for people (Portuguese) and is scrubbed; p_retry_after_seconds is the provider''s wish and wins. Returns {"state", "status", "run_after"}.';

-- ── yield ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.yield_job(p_job_id uuid, p_token uuid)
returns jsonb
language plpgsql
security definer -- moves the job
set search_path = ''
as $$
declare
  v_state text := private.lock_held_job(p_job_id, p_token);
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  -- Without progress since the claim the attempt is spent: otherwise a job that can never advance would go round for ever.
  if exists (select 1 from private.job_leases where job_id = p_job_id and counters = claim_counters) then
    return private.fail_job(
      p_job_id, p_token, 'temporary', 'no_progress',
      'A execução usou todo o tempo disponível sem avançar: o provedor está lento demais. '
        || case
          when (select attempts < max_attempts from public.integration_jobs where id = p_job_id) then 'Uma nova tentativa será feita.'
          else 'As tentativas se esgotaram. Execute novamente mais tarde.'
        end
    );
  end if;
  update private.job_leases
  set
    worked_ms = private.worked_ms(p_job_id),
    token = null, worker = null, claimed_at = null, expires_at = null, attempt_is_open = true
  where job_id = p_job_id;
  update public.integration_jobs
  set status = 'pending', attempts = attempts - 1, run_after = now()
  where id = p_job_id;
  return jsonb_build_object('state', 'finished', 'status', 'pending');
end;
$$;
comment on function private.yield_job(uuid, uuid) is
  'running -> pending, attempt given back, cursor kept: the next worker goes on at once. Without progress since the claim it is a failed attempt. Returns {"state", "status"}.';

-- ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.finish_integration_job(p_job_id uuid, p_lease_token uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.finish_job(p_job_id, p_lease_token); $$;
comment on function public.finish_integration_job(uuid, uuid) is 'service_role only: see private.finish_job.';

create function public.fail_integration_job(
  p_job_id uuid, p_lease_token uuid, p_kind text, p_code text, p_message text, p_retry_after_seconds integer default null
)
returns jsonb language sql volatile set search_path = ''
as $$ select private.fail_job(p_job_id, p_lease_token, p_kind, p_code, p_message, p_retry_after_seconds); $$;
comment on function public.fail_integration_job(uuid, uuid, text, text, text, integer) is 'service_role only: see private.fail_job.';

create function public.yield_integration_job(p_job_id uuid, p_lease_token uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.yield_job(p_job_id, p_lease_token); $$;
comment on function public.yield_integration_job(uuid, uuid) is 'service_role only: see private.yield_job.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.finish_job(uuid, uuid), private.fail_job(uuid, uuid, text, text, text, integer), private.yield_job(uuid, uuid),
  public.finish_integration_job(uuid, uuid), public.fail_integration_job(uuid, uuid, text, text, text, integer),
  public.yield_integration_job(uuid, uuid)
from public, anon, authenticated;
grant execute on function
  private.finish_job(uuid, uuid), private.fail_job(uuid, uuid, text, text, text, integer), private.yield_job(uuid, uuid),
  public.finish_integration_job(uuid, uuid), public.fail_integration_job(uuid, uuid, text, text, text, integer),
  public.yield_integration_job(uuid, uuid)
to service_role;
