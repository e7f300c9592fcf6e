-- Retention: finished jobs, old logs and what pg_cron keeps of each tick leave in small batches, one a tick.

create function private.prune()
returns jsonb
language plpgsql
security definer -- deletes jobs and logs, which no caller may do
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_jobs integer;
  v_logs integer := 0;
  v_events integer;
begin
  select * into strict v_settings from private.queue_settings;
  with old as (
    select id from public.integration_jobs
    where finished_at < now() - make_interval(days => v_settings.keep_jobs_days)
    order by finished_at
    limit v_settings.prune_batch
    for update skip locked
  )
  delete from public.integration_jobs as j using old where j.id = old.id;
  get diagnostics v_jobs = row_count;

  if v_settings.keep_logs_days is not null then
    with old as (
      select id from public.integration_logs
      where created_at < now() - make_interval(days => v_settings.keep_logs_days)
      order by created_at
      limit v_settings.prune_batch
      for update skip locked
    )
    delete from public.integration_logs as l using old where l.id = old.id;
    get diagnostics v_logs = row_count;
  end if;
  -- The trail grows in the order of its ids: only the oldest are looked at.
  with oldest as (
    select id, created_at from public.integration_events order by id limit v_settings.prune_batch
  )
  delete from public.integration_events as e using oldest
  where e.id = oldest.id and oldest.created_at < now() - make_interval(days => v_settings.keep_events_days);
  get diagnostics v_events = row_count;

  return jsonb_build_object(
    'pruned_jobs', v_jobs, 'pruned_logs', v_logs, 'pruned_events', v_events,
    'pruned_resume_points', private.prune_resume_points(v_settings)
  );
end;
$$;
comment on function private.prune() is
  'Deletes one batch each of jobs, logs, events of the trail and points to resume from past their retention (queue_settings). Returns {"pruned_jobs", "pruned_logs", "pruned_events", "pruned_resume_points"}.';

create function private.prune_tick_details()
returns integer
language plpgsql
security definer -- deletes what the tick's own schedule left
set search_path = ''
as $$
declare
  v_deleted integer;
begin
  -- Null without pg_cron; false where its table is not ours to clean.
  if not coalesce(has_table_privilege(to_regclass('cron.job_run_details'), 'delete'), false) then
    return 0;
  end if;
  -- Dynamic, because the table may not exist. Only the oldest are looked at: there is no index on the time.
  execute $delete$
    with
      settings as (select * from private.queue_settings),
      oldest as (
        select runid, end_time from cron.job_run_details
        where jobid in (select jobid from cron.job where jobname = 'integration-queue')
        order by runid
        limit (select prune_batch from settings)
      )
    delete from cron.job_run_details as details
    using oldest, settings
    where details.runid = oldest.runid and oldest.end_time < now() - make_interval(hours => settings.keep_tick_details_hours)
  $delete$;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end;
$$;
comment on function private.prune_tick_details() is
  'Deletes one batch of old rows of cron.job_run_details about the queue''s tick. Returns how many; 0 without pg_cron.';

revoke all on function private.prune(), private.prune_tick_details() from public, anon, authenticated;
