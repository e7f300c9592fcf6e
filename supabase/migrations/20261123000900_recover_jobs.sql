-- Recovery: a dead worker's job goes back to the queue, a hung one ends in error. Set-based; part of every tick, and of a claim that finds less than it could hold.

create function private.has_lost_jobs()
returns boolean
language plpgsql
stable
security definer -- reads leases
-- By one small index: planned once, whatever the statistics say of a table that is empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set search_path = ''
as $$
begin
  return exists (
    select 1
    from private.job_leases as l
    cross join private.queue_settings as settings
    where l.slot is not null
      and (l.expires_at < now() or l.advanced_at < now() - make_interval(secs => settings.stall_seconds))
  );
end;
$$;
comment on function private.has_lost_jobs() is 'True when a lease has run out or a job does not advance: one look at the few leases that are held.';

create function private.recover_lost(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- reads leases and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_requeued uuid[];
  v_failed uuid[];
  v_given_back uuid[];
  v_stalled uuid[];
  v_too_long uuid[];
begin
  select * into strict v_settings from private.queue_settings;

  with
    -- Jobs whose worker was silent for a lease, and those of a living worker that made no progress for too long (a bare
    -- heartbeat is none). A running row without a lease can be ended by nobody else: it is somebody's edit by hand.
    locked as (
      select
        j.id, j.attempts, j.max_attempts, l.began_at,
        coalesce(l.expires_at >= now(), false) as is_stalled,
        coalesce(l.counters <> l.attempt_counters, false) as has_advanced
      from public.integration_jobs as j
      left join private.job_leases as l on l.job_id = j.id
      where j.status = 'running'
        and (p_job_id is null or j.id = p_job_id)
        and (
          l.expires_at is null or l.expires_at < now()
          or l.advanced_at < now() - make_interval(secs => v_settings.stall_seconds)
        )
      for update of j skip locked
    ),
    lost as (
      select
        *,
        not is_stalled and began_at < now() - make_interval(hours => v_settings.run_limit_hours) as is_too_long,
        not is_stalled and (has_advanced or attempts < max_attempts) as may_retry
      from locked
    )
  select
    array_agg(id) filter (where may_retry and is_too_long is not true),
    array_agg(id) filter (where not may_retry or is_too_long),
    array_agg(id) filter (where has_advanced),
    array_agg(id) filter (where is_stalled),
    array_agg(id) filter (where is_too_long)
  into v_requeued, v_failed, v_given_back, v_stalled, v_too_long
  from lost;

  -- In the order in which a worker's heartbeat locks several of them.
  perform 1 from private.job_leases where job_id = any (v_requeued || v_failed) order by job_id for update;
  perform private.log_release(v_requeued, 'recovered', null, null);
  perform private.release_leases(v_requeued, false);
  update public.integration_jobs
  set
    status = 'pending', run_after = now(), error_code = 'worker_lost',
    -- What stored something new has failed nobody: it may be taken from one worker after the other.
    attempts = attempts - case when id = any (v_given_back) then 1 else 0 end,
    error_message = 'A execução parou de responder e será retomada de onde parou.'
  where id = any (v_requeued);
  update public.integration_jobs
  set
    status = 'error',
    finished_at = now(),
    error_code = case when id = any (v_stalled) then 'job_stalled' when id = any (v_too_long) then 'run_too_long' else 'worker_lost' end,
    error_message = case
      when id = any (v_stalled) then format(
        'A execução ficou %s minutos sem avançar e foi encerrada. Tente novamente; se repetir, verifique a situação do provedor.',
        round(v_settings.stall_seconds / 60.0)
      )
      when id = any (v_too_long) then private.run_too_long_message(v_settings)
      else 'A execução parou de responder e as tentativas se esgotaram. Execute novamente.'
    end
  where id = any (v_failed);
  -- A job that was put back by hand waits with a lease that would keep its place for ever.
  perform private.release_leases(array(
    select l.job_id
    from private.job_leases as l
    join public.integration_jobs as j on j.id = l.job_id
    where l.slot is not null and j.status = 'pending' and (p_job_id is null or j.id = p_job_id)
    order by l.job_id
    for update of j skip locked
  ), false);
  return jsonb_build_object('requeued', coalesce(cardinality(v_requeued), 0), 'failed', coalesce(cardinality(v_failed), 0));
end;
$$;
comment on function private.recover_lost(uuid) is
  'Recovers every lost job, or only the given one. Returns {"requeued", "failed"}. Expired lease: back to pending at once (worker_lost), or error when attempts are used up; the attempt costs nothing when it stored something. Alive without progress: error (job_stalled).';

create function private.recover_jobs()
returns jsonb
language plpgsql
security definer -- reads leases and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_counts jsonb;
  v_requeued integer := 0;
  v_failed integer := 0;
  v_stuck integer := 0;
  v_job_id uuid;
begin
  begin
    v_counts := private.recover_lost(null);
    v_requeued := (v_counts ->> 'requeued')::integer;
    v_failed := (v_counts ->> 'failed')::integer;
  exception
    -- Given up for another transaction: nothing is wrong with any job, and the caller begins again.
    when deadlock_detected or serialization_failure then
      raise;
    -- One job cannot be moved. Together with it nobody else's would be, in every claim and every tick: so one by one.
    when others then
      raise warning 'Cannot recover all lost jobs at once: %', sqlerrm;
      for v_job_id in select id from public.integration_jobs where status = 'running' loop
        begin
          v_counts := private.recover_lost(v_job_id);
          v_requeued := v_requeued + (v_counts ->> 'requeued')::integer;
          v_failed := v_failed + (v_counts ->> 'failed')::integer;
        exception
          when others then
            v_stuck := v_stuck + 1;
            raise warning 'Cannot recover job %: %', v_job_id, sqlerrm;
        end;
      end loop;
  end;
  if v_requeued + v_failed > 0 then
    raise log 'Recovered jobs of lost workers: % requeued, % failed', v_requeued, v_failed;
  end if;
  return jsonb_build_object('requeued', v_requeued, 'failed', v_failed, 'stuck', v_stuck);
end;
$$;
comment on function private.recover_jobs() is
  'Recovers all lost jobs; one that cannot be moved stops no other one. Returns {"requeued": n, "failed": n, "stuck": n}: how many are due again, ended in error, could not be recovered (a warning names each).';

revoke all on function private.has_lost_jobs(), private.recover_lost(uuid), private.recover_jobs() from public;
