-- Recovery: a dead worker's job goes back to the queue, a hung one ends in error. Set-based; part of every claim and every tick.

create function private.recover_lost(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- reads leases and moves jobs, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_counts jsonb;
begin
  select * into strict v_settings from private.queue_settings;

  with
    -- Jobs whose worker was silent for a lease, or that made no progress for too long (a bare heartbeat is none).
    lost as (
      select
        j.id,
        l.advanced_at < now() - make_interval(secs => v_settings.stall_seconds) as is_stalled,
        j.attempts < j.max_attempts as may_retry
      from public.integration_jobs as j
      join private.job_leases as l on l.job_id = j.id
      where j.status = 'running'
        and (p_job_id is null or j.id = p_job_id)
        and (l.expires_at < now() or l.advanced_at < now() - make_interval(secs => v_settings.stall_seconds))
      for update of j, l skip locked
    ),
    moved as (
      update public.integration_jobs as j
      set
        status = case when lost.is_stalled or not lost.may_retry then 'error' else 'pending' end,
        finished_at = case when lost.is_stalled or not lost.may_retry then now() end,
        run_after = now(),
        error_code = case when lost.is_stalled then 'job_stalled' else 'worker_lost' end,
        error_message = case
          when lost.is_stalled then format(
            'A execução ficou %s minutos sem avançar e foi encerrada. Tente novamente; se repetir, verifique a situação do provedor.',
            round(v_settings.stall_seconds / 60.0)
          )
          when lost.may_retry then 'A execução parou de responder e será retomada de onde parou.'
          else 'A execução parou de responder e as tentativas se esgotaram. Execute novamente.'
        end
      from lost
      where j.id = lost.id
      returning j.id, j.status
    ),
    released as (
      update private.job_leases as l
      set
        worked_ms = private.worked_ms(l.job_id),
        token = null, worker = null, claimed_at = null, expires_at = null, attempt_is_open = false
      from moved
      where l.job_id = moved.id and moved.status = 'pending'
    )
  select jsonb_build_object(
    'requeued', count(*) filter (where status = 'pending'),
    'failed', count(*) filter (where status = 'error')
  )
  into v_counts
  from moved;

  return v_counts;
end;
$$;
comment on function private.recover_lost(uuid) is
  'Recovers every lost job, or only the given one, in one statement. Returns {"requeued", "failed"}. Expired lease: back to pending at once (worker_lost), or error when attempts are used up. Stalled: error.';

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
      for v_job_id in select job_id from private.job_leases where token is not null loop
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

revoke all on function private.recover_lost(uuid), private.recover_jobs() from public;
