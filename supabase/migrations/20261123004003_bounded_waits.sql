-- Waits are bounded, and only time spent running counts as hanging:
--   * a provider's Retry-After after a temporary failure has the same limit as one after a rate limit; before, "Retry-After: 1e9"
--     blocked the integration for decades;
--   * the last attempt that made no progress does not promise another one.

create or replace function private.fail_job(
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

create or replace function private.yield_job(p_job_id uuid, p_token uuid)
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
comment on column private.job_leases.advanced_at is 'Last real progress, or the claim: waiting is not hanging. The 10-minute rule looks at it.';
