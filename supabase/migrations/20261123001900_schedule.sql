-- Scheduled runs: off, hourly, daily or weekly in the tenant's time zone. The tick enqueues them into the same queue.

-- ── columns ─────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.tenant_integrations
  add column schedule_kind text not null default 'off',
  add column schedule_time time(0),
  add column schedule_weekday integer,
  add column next_run_at timestamptz,
  add column failing_since timestamptz,
  add column failures_in_row integer not null default 0,
  add column pause_at_failures integer,
  add column schedule_paused_at timestamptz,
  add column schedule_pause_code text,
  add constraint schedule_kind_is_valid check (schedule_kind in ('off', 'hourly', 'daily', 'weekly')),
  add constraint daily_and_weekly_need_a_time check (schedule_kind not in ('daily', 'weekly') or schedule_time is not null),
  add constraint weekly_needs_a_weekday check (schedule_kind <> 'weekly' or schedule_weekday is not null),
  add constraint weekday_is_valid check (schedule_weekday between 0 and 6),
  add constraint next_run_only_when_scheduled check (
    next_run_at is null or (schedule_kind <> 'off' and is_enabled and schedule_paused_at is null)
  ),
  add constraint failures_are_not_negative check (failures_in_row >= 0),
  add constraint a_pause_has_a_reason check ((schedule_paused_at is null) = (schedule_pause_code is null)),
  add constraint removed_integration_has_no_schedule check (removed_at is null or schedule_kind = 'off'),
  add constraint only_a_schedule_is_paused check (schedule_paused_at is null or schedule_kind <> 'off');
comment on column public.tenant_integrations.schedule_time is 'Local time of day of the tenant for daily and weekly runs.';
comment on column public.tenant_integrations.schedule_weekday is '0 = Sunday to 6 = Saturday, for weekly runs.';
comment on column public.tenant_integrations.next_run_at is 'When the tick will enqueue the next run; null = never. Set by a trigger.';
comment on column public.tenant_integrations.failing_since is 'When the first of the runs failed that have failed since the last success; null = the last run that ended did not fail, or none ever did.';
comment on column public.tenant_integrations.failures_in_row is 'Runs that failed one after the other since the last success, or since a person resumed or changed the schedule.';
comment on column public.tenant_integrations.pause_at_failures is 'Set from half of that number on: with so many failures in a row the schedule is paused.';
comment on column public.tenant_integrations.schedule_paused_at is 'The schedule starts nothing since then; people still may. See 20261123003550_pause_schedules.sql.';
comment on column public.tenant_integrations.schedule_pause_code is 'The error_code of the run that paused it.';

create index tenant_integrations_next_run on public.tenant_integrations (next_run_at) where next_run_at is not null;

grant insert (schedule_kind, schedule_time, schedule_weekday) on public.tenant_integrations to authenticated;
grant update (schedule_kind, schedule_time, schedule_weekday) on public.tenant_integrations to authenticated, service_role;

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column schedule_spread_minutes integer not null default 0,
  add column schedule_batch integer not null default 2000,
  add column pause_after_failures integer not null default 10,
  add constraint schedules_are_spread_within_an_hour check (schedule_spread_minutes between 0 and 59),
  add constraint schedule_batch_is_positive check (schedule_batch > 0),
  add constraint pause_after_failures_is_positive check (pause_after_failures > 0);
comment on column private.queue_settings.schedule_spread_minutes is
  'Runs planned for the same minute are spread over so many, each integration always at the same place; next_run_at is the real time. For schedules that are planned from now on.';
comment on column private.queue_settings.schedule_batch is 'Most scheduled runs that one tick enqueues.';
comment on column private.queue_settings.pause_after_failures is
  'After so many failed runs in a row the schedule of an integration is paused; people are warned at half of it. A refused credential pauses at once.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.next_run(p_kind text, p_time time, p_weekday integer, p_zone text, p_after timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select case p_kind
    when 'hourly' then date_trunc('hour', p_after) + interval '1 hour'
    when 'daily' then (
      select min((day + p_time) at time zone p_zone)
      from generate_series(
        date_trunc('day', p_after at time zone p_zone), (p_after at time zone p_zone) + interval '2 days', interval '1 day'
      ) as day
      where (day + p_time) at time zone p_zone > p_after
    )
    when 'weekly' then (
      select min((day + p_time) at time zone p_zone)
      from generate_series(
        date_trunc('day', p_after at time zone p_zone), (p_after at time zone p_zone) + interval '8 days', interval '1 day'
      ) as day
      where extract(dow from day) = p_weekday and (day + p_time) at time zone p_zone > p_after
    )
  end;
$$;
comment on function private.next_run(text, time, integer, text, timestamptz) is
  'First scheduled time after p_after; null for "off". p_zone is an IANA name; a local time that daylight saving skips moves forward.';

create function private.planned_run(p_integration public.tenant_integrations, p_zone text)
returns timestamptz
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_shift interval := make_interval(
    secs => abs(hashtext(p_integration.id::text)::bigint) % (60 * (select schedule_spread_minutes from private.queue_settings) + 1)
  );
begin
  return v_shift + private.next_run(
    p_integration.schedule_kind, p_integration.schedule_time, p_integration.schedule_weekday, p_zone, now() - v_shift
  );
end;
$$;
comment on function private.planned_run(public.tenant_integrations, text) is
  'When an integration runs next by its schedule, at its place within schedule_spread_minutes; null when it is off.';

create function private.plan_next_run()
returns trigger
language plpgsql
security definer -- reads the tenant's time zone whoever changes the schedule
set search_path = ''
as $$
begin
  -- What there is not cannot be paused.
  if new.schedule_kind = 'off' then
    new.schedule_paused_at := null;
    new.schedule_pause_code := null;
  end if;
  new.next_run_at := case
    when new.is_enabled and new.schedule_paused_at is null
      then private.planned_run(new, (select time_zone from public.tenants where id = new.tenant_id))
  end;
  return new;
end;
$$;
comment on function private.plan_next_run() is 'Trigger: next_run_at follows the schedule, the switch and the pause; without a schedule there is no pause.';

create trigger plan_next_run
before insert or update of schedule_kind, schedule_time, schedule_weekday, is_enabled, schedule_paused_at on public.tenant_integrations
for each row execute function private.plan_next_run();

create function private.enqueue_due(p_limit integer, p_integration_id uuid)
returns integer
language plpgsql
security definer -- enqueues for every tenant
set search_path = ''
as $$
declare
  v_enqueued integer;
begin
  with
    due as (
      select integration.id, tenant.time_zone
      from public.tenant_integrations as integration
      join public.tenants as tenant on tenant.id = integration.tenant_id
      where integration.next_run_at <= now()
        and (p_integration_id is null or integration.id = p_integration_id)
      order by integration.next_run_at
      limit p_limit
      -- Not "for update": a user who enqueues at this moment holds a key share, and the insert below may have to wait for him.
      for no key update of integration skip locked
    ),
    planned as (
      update public.tenant_integrations as integration
      set next_run_at = private.planned_run(integration, due.time_zone)
      from due
      where integration.id = due.id
      returning integration.tenant_id, integration.provider_slug
    )
  insert into public.integration_jobs (tenant_id, provider_slug)
  select tenant_id, provider_slug
  from planned
  -- A run that is still active counts as this one. Looked for first, so that nothing waits for it to end; what starts at
  -- this very moment is left to the index.
  where not exists (
    select 1 from public.integration_jobs as active
    where active.tenant_id = planned.tenant_id and active.provider_slug = planned.provider_slug
      and active.status in ('pending', 'running')
  )
  on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do nothing;
  get diagnostics v_enqueued = row_count;
  return v_enqueued;
end;
$$;
comment on function private.enqueue_due(integer, uuid) is
  'Enqueues up to p_limit scheduled runs that are due, or only that of one integration, and plans their next. Returns how many jobs it made.';

create function private.enqueue_scheduled()
returns integer
language plpgsql
security definer -- enqueues for every tenant
set search_path = ''
as $$
declare
  v_id uuid;
  v_limit integer := (select schedule_batch from private.queue_settings);
  v_enqueued integer := 0;
begin
  begin
    return private.enqueue_due(v_limit, null);
  exception
    when deadlock_detected or serialization_failure then
      raise;
    -- One schedule that cannot be kept must not keep the others from running: so one by one.
    when others then
      raise warning 'Cannot enqueue all scheduled runs at once: %', sqlerrm;
  end;
  for v_id in
    select id from public.tenant_integrations where next_run_at <= now() order by next_run_at limit v_limit
  loop
    begin
      v_enqueued := v_enqueued + private.enqueue_due(1, v_id);
    exception
      when others then
        raise warning 'Cannot enqueue the scheduled run of integration %: %', v_id, sqlerrm;
    end;
  end loop;
  return v_enqueued;
end;
$$;
comment on function private.enqueue_scheduled() is
  'Enqueues every scheduled run that is due, once, however late the tick comes. Returns how many jobs it made; they have no created_by.';

revoke all on function
  private.next_run(text, time, integer, text, timestamptz), private.planned_run(public.tenant_integrations, text),
  private.plan_next_run(), private.enqueue_due(integer, uuid), private.enqueue_scheduled()
from public;
