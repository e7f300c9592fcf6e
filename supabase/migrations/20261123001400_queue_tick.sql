-- The tick: recovery and retention, and whether somebody should wake a worker. pg_cron calls it on hosted projects, a timer locally.

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
  return jsonb_build_object('pruned_jobs', v_jobs, 'pruned_logs', v_logs);
end;
$$;
comment on function private.prune() is 'Deletes one batch of jobs and logs past their retention (queue_settings). Returns {"pruned_jobs", "pruned_logs"}.';

create function private.queue_tick()
returns jsonb
language plpgsql
security definer -- recovers and prunes
set search_path = ''
as $$
declare
  v_recovered jsonb := private.recover_jobs();
  v_pruned jsonb := private.prune();
  v_due integer;
  v_running integer;
  v_max_workers integer;
begin
  select max_workers into strict v_max_workers from private.queue_settings;
  -- No more is counted than workers could be started.
  select count(*) into v_due
  from (
    select 1 from public.integration_jobs where status = 'pending' and run_after <= now() limit v_max_workers
  ) as due;
  select count(*) into v_running from private.job_leases where token is not null;
  return v_recovered || v_pruned || jsonb_build_object(
    'due', v_due,
    'running', v_running,
    'workers_wanted', greatest(0, least(v_due, v_max_workers - v_running))
  );
end;
$$;
comment on function private.queue_tick() is
  'Recovery, retention, demand. Returns {"requeued", "failed", "pruned_jobs", "pruned_logs", "due", "running", "workers_wanted"}; the caller starts so many workers.';

create function public.integration_queue_tick()
returns jsonb language sql volatile set search_path = ''
as $$ select private.queue_tick(); $$;
comment on function public.integration_queue_tick() is 'service_role only: see private.queue_tick.';

revoke all on function private.prune(), private.queue_tick(), public.integration_queue_tick() from public, anon, authenticated;
grant execute on function private.queue_tick(), public.integration_queue_tick() to service_role;
