-- The three ways a worker lets go of a job: success, failure, yield. Each presents its token and changes nothing when it is stale.

-- ── success ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.conclude(p_job_ids uuid[])
returns jsonb
language plpgsql
security definer -- marks and matches what was synchronised
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_conclusions jsonb := '{}';
  v_job_id uuid;
  v_read jsonb;
  v_warnings jsonb;
begin
  for v_job_id in
    select j.id
    from public.integration_jobs as j
    join public.integration_providers as provider on provider.slug = j.provider_slug
    where j.id = any (p_job_ids)
      -- What read nothing and has nothing to match ends at the price of this question.
      and (
        exists (select from private.read_pages as p where p.job_id = j.id)
        or exists (select from private.match_passes as m where m.tenant_id = j.tenant_id)
        or (provider.upsert_function = 'upsert_contacts' and exists (select from public.contacts as c where c.tenant_id = j.tenant_id))
      )
    order by array_position(p_job_ids, j.id)
  loop
    v_read := private.conclude_read(v_job_id);
    v_warnings := coalesce(v_read -> 'warnings', '[]') || private.conclude_matching(v_job_id);
    v_conclusions := v_conclusions || jsonb_build_object(
      v_job_id, v_read || case when v_warnings = '[]' then '{}' else jsonb_build_object('warnings', v_warnings) end
    );
  end loop;
  return v_conclusions;
end;
$$;
comment on function private.conclude(uuid[]) is
  'What private.conclude_read and private.conclude_matching find at the end of these jobs: {job_id: what its result has besides the counters}, without those for which there was nothing to do.';

create function private.succeed(p_job_ids uuid[])
returns void
language plpgsql
security definer -- moves jobs
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_conclusions jsonb := private.conclude(p_job_ids);
begin
  update public.integration_jobs as j
  set
    status = 'success',
    progress = 100,
    finished_at = now(),
    processed_count = processed.total,
    total_count = processed.total,
    step = null,
    result = '{"processed": 0}' || l.counters || coalesce(v_conclusions -> j.id::text, '{}')
      || case when l.problems = '[]' then '{}' else jsonb_build_object('problem_list', l.problems) end
  from private.job_leases as l
  cross join lateral (select coalesce((l.counters ->> 'processed')::integer, 0) as total) as processed
  -- Of both, so that whichever comes first in the plan is looked up.
  where l.job_id = any (p_job_ids) and j.id = any (p_job_ids) and j.id = l.job_id;
end;
$$;
comment on function private.succeed(uuid[]) is
  'running -> success for jobs that the caller has locked and holds: the one place where a run ends well. The result is what the checkpoints added up, with what private.conclude found.';

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
  perform private.succeed(array[p_job_id]);
  return '{"state": "finished", "status": "success"}';
end;
$$;
comment on function private.finish_job(uuid, uuid) is
  'running -> success for one job. Returns {"state": "finished", "status"} or the lease state when it is not held.';

create function private.finish_jobs(p_leases jsonb)
returns jsonb
language plpgsql
security definer -- moves jobs
set search_path = ''
as $$
declare
  v_held uuid[];
  v_refused jsonb := '{}';
  v_job_id uuid;
begin
  begin
    -- Within the block: what a transaction locks and its subtransaction changes gets both as its writers, which every later look
    -- at the dead row has to look up, and which keeps dead entries of indexes from being dropped.
    v_held := private.lock_held_jobs(p_leases);
    perform private.succeed(v_held);
  exception
    when deadlock_detected or serialization_failure then
      raise;
    -- One job cannot be ended. The others are other tenants', and done.
    when others then
      v_held := private.lock_held_jobs(p_leases);
      foreach v_job_id in array v_held loop
        begin
          perform private.succeed(array[v_job_id]);
        exception
          when others then
            raise warning 'Cannot finish job %: %', v_job_id, sqlerrm;
            v_refused := v_refused || jsonb_build_object(v_job_id, sqlstate);
        end;
      end loop;
  end;
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object('job_id', job_id) || case
        when v_refused ? job_id::text then jsonb_build_object('state', 'refused', 'code', v_refused ->> job_id::text)
        when job_id = any (v_held) then '{"state": "finished", "status": "success"}'
        else jsonb_build_object('state', private.lease_state(job_id, token))
      end
      order by place
    ), '[]')
    from private.read_leases(p_leases)
  );
end;
$$;
comment on function private.finish_jobs(jsonb) is
  'running -> success for the leases [{"job_id", "lease_token"}] of one worker. Returns, in their order, [{"job_id", "state": "finished", "status"}], with the lease state when it is not held, or {"state": "refused", "code"} (an SQLSTATE) for the one job that a rule of the database keeps from ending: the others end all the same.';

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
  v_lease private.job_leases;
  v_wait interval := make_interval(secs => greatest(p_retry_after_seconds, 0));
  v_is_cooldown boolean;
  v_has_advanced boolean;
  v_is_too_long boolean;
  v_is_final boolean;
begin
  if p_kind not in ('permanent', 'temporary', 'rate_limit') then
    raise exception 'Cannot fail a job: kind must be permanent, temporary or rate_limit, current value is "%"', p_kind using errcode = '22023';
  end if;
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  select * into strict v_settings from private.queue_settings;
  select * into strict v_job from public.integration_jobs where id = p_job_id;

  select * into strict v_lease from private.job_leases where job_id = p_job_id;

  -- A provider's limit is no failure: the attempt goes on later, unless the job is older than any limit should last.
  v_is_cooldown := p_kind = 'rate_limit' and v_job.created_at > now() - make_interval(secs => v_settings.cooldown_limit_seconds);
  -- An attempt that stored something new has ended, but counts for nothing. The run's whole life bounds such attempts instead.
  -- A look at pages that are stored already is progress too, but not where the list cannot be proven: that would never end.
  v_has_advanced := case
    when p_code = 'incomplete_read' then
      (coalesce(v_lease.counters -> 'created', '0'), coalesce(v_lease.counters -> 'updated', '0'))
        <> (coalesce(v_lease.attempt_counters -> 'created', '0'), coalesce(v_lease.attempt_counters -> 'updated', '0'))
    else v_lease.counters <> v_lease.attempt_counters or coalesce(v_lease.cursor_at > v_lease.claimed_at, false)
  end;
  v_is_too_long := p_kind <> 'permanent' and v_lease.began_at < now() - make_interval(hours => v_settings.run_limit_hours);
  v_is_final := p_kind = 'permanent' or v_is_too_long
    or not (v_is_cooldown or v_has_advanced or v_job.attempts < v_job.max_attempts);
  v_wait := least(
    case
      when p_retry_after_seconds is not null then v_wait
      when p_kind = 'rate_limit' then make_interval(secs => v_settings.cooldown_seconds)
      -- It grows with failures in which nothing was stored.
      else private.backoff(case when v_has_advanced then 1 else v_job.attempts end)
    end,
    make_interval(secs => v_settings.cooldown_limit_seconds)
  );

  if not v_is_final then
    perform private.log_release(
      array[p_job_id], case when v_is_cooldown then 'limited' else 'retried' end, now() + v_wait, case when v_is_cooldown then p_message end
    );
    perform private.release_leases(array[p_job_id], v_is_cooldown);
  end if;
  update public.integration_jobs
  set
    status = case when v_is_final then 'error' else 'pending' end,
    attempts = attempts - case when not v_is_final and (v_is_cooldown or v_has_advanced) then 1 else 0 end,
    finished_at = case when v_is_final then now() end,
    run_after = case when v_is_final then run_after else now() + v_wait end,
    error_code = case when v_is_too_long then 'run_too_long' else p_code end,
    error_message = case when v_is_too_long then private.run_too_long_message(v_settings) else private.scrub(p_message) end,
    step = null
  where id = p_job_id
  returning * into v_job;
  return jsonb_build_object('state', 'finished', 'status', v_job.status, 'run_after', v_job.run_after);
end;
$$;
comment on function private.fail_job(uuid, uuid, text, text, text, integer) is
  'Ends an attempt. permanent: error at once. temporary: pending with back-off while attempts are left, else error; an attempt that stored something counts for none. rate_limit: pending with a cool-down, the attempt goes on later. After run_limit_hours: error (run_too_long). p_message is for people (Portuguese) and is scrubbed; p_retry_after_seconds is the provider''s wish and wins. Returns {"state", "status", "run_after"}.';

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
  if exists (
    select 1 from private.job_leases as l cross join private.queue_settings as settings
    where l.job_id = p_job_id and l.began_at < now() - make_interval(hours => settings.run_limit_hours)
  ) then
    return private.fail_job(p_job_id, p_token, 'temporary', 'run_too_long', '');
  end if;
  -- Without progress since the claim the attempt is spent: otherwise a job that can never advance would go round for ever.
  -- A second look at what was read already counts nothing, but moves the cursor on.
  if exists (
    select 1 from private.job_leases where job_id = p_job_id and counters = claim_counters and (cursor_at > claimed_at) is not true
  ) then
    return private.fail_job(
      p_job_id, p_token, 'temporary', 'no_progress',
      'A execução usou todo o tempo disponível sem avançar: o provedor está lento demais. '
        || case
          when (
            select j.attempts < j.max_attempts or l.counters <> l.attempt_counters
            from public.integration_jobs as j join private.job_leases as l on l.job_id = j.id
            where j.id = p_job_id
          ) then 'Uma nova tentativa será feita.'
          else 'As tentativas se esgotaram. Execute novamente mais tarde.'
        end
    );
  end if;
  perform private.log_release(array[p_job_id], 'yielded', null, null);
  perform private.release_leases(array[p_job_id], true);
  update public.integration_jobs
  set status = 'pending', attempts = attempts - 1, run_after = now()
  where id = p_job_id;
  return jsonb_build_object('state', 'finished', 'status', 'pending');
end;
$$;
comment on function private.yield_job(uuid, uuid) is
  'running -> pending, attempt given back, cursor kept: the next worker goes on at once. Without progress since the claim it is a failed attempt. Returns {"state", "status"}.';

-- ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.finish_integration_jobs(p_leases jsonb)
returns jsonb language plpgsql volatile set search_path = ''
as $$ begin return private.finish_jobs(p_leases); end; $$;
comment on function public.finish_integration_jobs(jsonb) is 'service_role only: see private.finish_jobs.';

create function public.finish_integration_job(p_job_id uuid, p_lease_token uuid)
returns jsonb language plpgsql volatile set search_path = ''
as $$ begin return private.finish_job(p_job_id, p_lease_token); end; $$;
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
  private.conclude(uuid[]), private.succeed(uuid[]), private.finish_job(uuid, uuid), private.finish_jobs(jsonb), private.fail_job(uuid, uuid, text, text, text, integer), private.yield_job(uuid, uuid),
  public.finish_integration_jobs(jsonb), public.finish_integration_job(uuid, uuid), public.fail_integration_job(uuid, uuid, text, text, text, integer),
  public.yield_integration_job(uuid, uuid)
from public, anon, authenticated;
grant execute on function
  private.finish_job(uuid, uuid), private.finish_jobs(jsonb), private.fail_job(uuid, uuid, text, text, text, integer), private.yield_job(uuid, uuid),
  public.finish_integration_jobs(jsonb), public.finish_integration_job(uuid, uuid), public.fail_integration_job(uuid, uuid, text, text, text, integer),
  public.yield_integration_job(uuid, uuid)
to service_role;
