-- For operators: how the queue is, and a sane limit on how often one user may start runs.

-- ── limit ───────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column runs_per_user_and_minute integer not null default 30,
  add constraint runs_per_user_are_positive check (runs_per_user_and_minute > 0);
comment on column private.queue_settings.runs_per_user_and_minute is 'How many runs one user may start within a minute, over all tenants (IQ004 beyond).';

create function private.limit_runs()
returns trigger
language plpgsql
security definer -- counts in the trail and reads the settings
set search_path = ''
as $$
declare
  v_limit integer;
begin
  if new.created_by is null then
    return new;
  end if;
  select runs_per_user_and_minute into strict v_limit from private.queue_settings;
  if (
    select count(*) from (
      select 1 from public.integration_events
      where actor_id = new.created_by and action = 'job_started' and created_at > now() - interval '1 minute'
      limit v_limit
    ) as recent
  ) >= v_limit then
    raise exception 'Cannot enqueue a job: the user started % within the last minute', v_limit
      using errcode = 'IQ004', hint = 'Wait a minute';
  end if;
  return new;
end;
$$;
comment on function private.limit_runs() is 'Before-insert trigger: refuses more runs of one user than the settings allow (IQ004).';
revoke all on function private.limit_runs() from public;

-- Named to fire after guard_insert, which sets the author.
create trigger limit_runs before insert on public.integration_jobs
for each row when (new.status = 'pending')
execute function private.limit_runs();

-- ── tick ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.queue_state (
  only_row boolean primary key default true,
  last_tick_at timestamptz,
  last_tick jsonb,
  constraint there_is_one_row check (only_row)
);
insert into private.queue_state default values;
comment on table private.queue_state is 'What the last tick found: exactly one row.';
revoke all on private.queue_state from public, anon, authenticated, service_role;

create view private.queue_load as
select
  provider.slug as provider_slug,
  due.due,
  due.oldest_due_at,
  waiting.waiting,
  running.running,
  limits.slots,
  least(due.due - clicks.due, greatest(0, limits.schedules_slots - running.in_schedules_places)) as startable_schedules,
  least(clicks.due, greatest(0, limits.slots - running.running)) as startable_clicks
from private.queue_settings as settings
cross join public.integration_providers as provider
-- None while it is paused: nobody is to be woken for it.
cross join lateral (
  select
    count(*)::integer * settings.max_running_per_provider as slots,
    count(*)::integer * settings.max_scheduled_per_provider as schedules_slots
  from private.open_providers where slug = provider.slug
) as limits
-- By the provider's own part of the claim's index, and no further than 1,000 that are due and 100 that are not: as many as there may be cost nothing.
cross join lateral (
  select count(*) as due, min(greatest(created_at, run_after)) as oldest_due_at
  from (
    select created_at, run_after from public.integration_jobs
    where provider_slug = provider.slug and (status = 'pending') is true and run_after between (select floor from private.due_floor) and now()
    order by run_after, created_at, id
    limit 1000
  ) as first
) as due
cross join lateral (
  select count(*) as waiting
  from (
    select 1 from public.integration_jobs
    where provider_slug = provider.slug and (status = 'pending') is true and run_after > now()
    limit 100
  ) as first
) as waiting
cross join lateral (
  select count(*) as running, count(*) filter (where provider_slot <= settings.max_scheduled_per_provider) as in_schedules_places
  from private.job_leases where slot is not null and provider_slug = provider.slug
) as running
cross join lateral (
  select count(*) as due
  from (
    select from public.integration_jobs
    where provider_slug = provider.slug and (status = 'pending' and created_by is not null) is true
      and run_after between (select floor from private.due_floor) and now()
    order by run_after, created_at, id
    limit 1000
  ) as first
) as clicks;
comment on view private.queue_load is
  'Of each provider: how many jobs are due (counted up to 1,000) and wait for their time (up to 100), since when the first is due, how many run and how many may (0 while it is paused), and how many of what is due, scheduled or clicked, find a place.';
revoke all on private.queue_load from public, anon, authenticated, service_role;

create function private.demand(p_settings private.queue_settings)
returns jsonb
language plpgsql
stable
security definer -- counts over all tenants
set search_path = ''
as $$
declare
  v_due integer;
  v_running integer;
  v_startable integer;
begin
  select
    sum(due), sum(running),
    least(sum(startable_clicks), greatest(0, p_settings.max_running - sum(running)))
      + least(sum(startable_schedules), greatest(0, p_settings.max_scheduled - (
        select count(*) from private.job_leases where slot <= p_settings.max_scheduled
      )))
  into v_due, v_running, v_startable
  from private.queue_load;
  return jsonb_build_object(
    'due', v_due,
    'running', v_running,
    'workers_wanted', least(
      p_settings.max_workers,
      ceil(least(v_startable, greatest(0, p_settings.max_running - v_running))::numeric / p_settings.jobs_per_worker)::integer
    )
  );
end;
$$;
comment on function private.demand(private.queue_settings) is
  'Returns {"due", "running", "workers_wanted"}: workers enough for the due jobs that the limits leave room for, each with as many as it may hold. Jobs of a provider that has filled its share want none.';

create function private.queue_tick()
returns jsonb
language plpgsql
security definer -- recovers, enqueues and prunes
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_part text;
  v_answer jsonb;
  v_tick jsonb := '{"requeued": 0, "failed": 0, "stuck": 0, "scheduled": 0, "rematched_contacts": 0, "pruned_jobs": 0, "pruned_logs": 0, "pruned_events": 0, "pruned_resume_points": 0, "pruned_changes": 0, "pruned_run_log": 0, "pruned_tick_details": 0, "pruned_notifications": 0, "pruned_operator_events": 0, "deliveries_due": false}';
  v_failed_parts jsonb := '[]';
  v_demand jsonb;
begin
  select * into strict v_settings from private.queue_settings;
  -- Each part by itself: a schedule that fails must not keep lost jobs from being recovered, nor workers from being woken.
  foreach v_part in array array[
    'private.recover_jobs()',
    'jsonb_build_object(''scheduled'', private.enqueue_scheduled())',
    'jsonb_build_object(''rematched_contacts'', private.walk_match_passes())',
    'private.prune()',
    'jsonb_build_object(''pruned_changes'', private.prune_changes())',
    'jsonb_build_object(''pruned_run_log'', private.prune_run_log())',
    'jsonb_build_object(''pruned_tick_details'', private.prune_tick_details())',
    'private.tend_notifications()',
    'jsonb_build_object(''pruned_operator_events'', private.prune_operator_events())'
  ] loop
    begin
      execute 'select ' || v_part into v_answer;
      v_tick := v_tick || v_answer;
    exception
      when others then
        raise warning 'A part of the tick failed and will be tried again with the next: %: %', v_part, sqlerrm;
        v_failed_parts := v_failed_parts || to_jsonb(v_part);
    end;
  end loop;
  v_demand := private.demand(v_settings);
  -- Last, since it keeps others from enqueueing until this transaction ends.
  perform private.raise_due_floor();
  return v_tick || jsonb_build_object('failed_parts', v_failed_parts) || v_demand;
end;
$$;
comment on function private.queue_tick() is
  'Recovery, schedules, contacts whose companies changed, retention, demand. Returns {"requeued", "failed", "stuck", "scheduled", "rematched_contacts", "pruned_jobs", "pruned_logs", "pruned_changes", "pruned_run_log", "pruned_tick_details", "pruned_notifications", "pruned_operator_events", "deliveries_due", "failed_parts", "due", "running", "workers_wanted"}; the caller starts so many workers, and deliver-notifications while deliveries are due. A part that fails is named and stops no other.';

create function private.tick()
returns jsonb
language plpgsql
security definer -- runs the tick and notes it
set search_path = ''
as $$
declare
  v_tick jsonb := private.queue_tick();
begin
  -- With a condition: called over REST, `safeupdate` refuses an update without one.
  update private.queue_state set last_tick_at = now(), last_tick = v_tick where only_row;
  return v_tick;
end;
$$;
comment on function private.tick() is 'private.queue_tick, noted for the health view. Returns what queue_tick returns.';

create function public.integration_queue_tick()
returns jsonb language sql volatile set search_path = ''
as $$ select private.tick(); $$;
comment on function public.integration_queue_tick() is 'service_role only: see private.tick.';

-- ── health ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create view private.queue_health as
with
  load as (
    select * from private.queue_load
  ),
  -- The newest of the last hour and no more: the cost does not grow with the traffic.
  ended as (
    select status, finished_at from public.integration_jobs
    where finished_at > now() - interval '1 hour' order by finished_at desc limit 10000
  ),
  attempts as (
    select status from public.integration_logs
    where created_at > now() - interval '1 hour' order by created_at desc limit 10000
  )
select
  (select sum(due)::integer from load) as due,
  (select sum(waiting)::integer from load) as waiting,
  (select sum(running)::integer from load) as running,
  (select extract(epoch from now() - min(oldest_due_at))::integer from load) as oldest_due_seconds,
  (
    select jsonb_object_agg(provider_slug, jsonb_build_object(
      'due', due, 'waiting', waiting, 'running', running, 'slots', slots,
      'oldest_due_seconds', extract(epoch from now() - oldest_due_at)::integer
    ))
    from load
  ) as providers,
  settings.max_running as slots,
  (select count(*) from private.job_leases where slot is not null and expires_at < now()) as expired_leases,
  (select count(*) from attempts where status = 'error') as failed_attempts_last_hour,
  (select count(*) from ended where status = 'error') as failed_jobs_last_hour,
  (select count(*) from ended) as ended_jobs_last_hour,
  (
    select round(count(*) / greatest(1, extract(epoch from now() - min(finished_at)) / 60), 1) from ended
  ) as ended_jobs_per_minute,
  coalesce(state.last_tick -> 'failed_parts', '[]') as failed_parts,
  state.last_tick_at,
  extract(epoch from now() - state.last_tick_at)::integer as last_tick_age_seconds
from private.queue_state as state
cross join private.queue_settings as settings;
comment on view private.queue_health is
  'The queue at a glance, at the same cost however long it is: of each provider due jobs are counted up to 1,000 and waiting ones up to 100, what ended up to the newest 10,000. Healthy: oldest_due_seconds small, running below slots, expired_leases 0, failed_parts [], last_tick_age_seconds below a minute.';
revoke all on private.queue_health from public, anon, authenticated, service_role;

create function private.health()
returns jsonb
language plpgsql -- poke_health comes with a later migration
stable
security definer -- counts over all tenants
set search_path = ''
as $$
begin
  return (select to_jsonb(health) || jsonb_build_object('pokes', private.poke_health()) from private.queue_health as health);
end;
$$;
comment on function private.health() is 'private.queue_health as JSON, with what became of the pokes of the last hour (private.poke_health) as "pokes".';

create function public.integration_queue_health()
returns jsonb language sql stable set search_path = ''
as $$ select private.health(); $$;
comment on function public.integration_queue_health() is 'service_role only: see private.queue_health. Over HTTP: POST /rest/v1/rpc/integration_queue_health with a secret key.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.demand(private.queue_settings), private.queue_tick(), private.tick(), private.health(),
  public.integration_queue_tick(), public.integration_queue_health()
from public, anon, authenticated;
grant execute on function
  private.tick(), private.health(), public.integration_queue_tick(), public.integration_queue_health()
to service_role;
