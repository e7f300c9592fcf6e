-- Retention: finished jobs and old logs leave in small batches, one a tick.

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

revoke all on function private.prune() from public, anon, authenticated;
