-- A schedule that only repeats the same failure pauses itself: at once when the provider takes no credential, else after
-- pause_after_failures in a row. People may still start runs; a success, or one click, resumes it.
--
-- It hangs on tenant_integrations and not on the jobs: private.book_attempts writes there how a run ended, for a whole set at once and in
-- the transaction that ends them. The triggers' conditions let only failures in, and the first success after one.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.is_refused_credential(p_code text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_code in ('credentials_missing', 'credentials_rejected'), false);
$$;
comment on function private.is_refused_credential(text) is
  'Whether a run with this error_code will fail again until somebody gives another credential. Not permission_denied: the provider''s administrator may lift that without us.';

create function private.count_failures()
returns trigger
language plpgsql
security definer -- reads the settings and the tenant's time zone whoever ends the run
set search_path = ''
as $$
declare
  v_limit integer;
begin
  if new.last_status = 'success' then
    new.failing_since := null;
    new.failures_in_row := 0;
    new.pause_at_failures := null;
    -- The cause is gone, and proven to be: whoever had to come back to resume it would forget.
    if new.schedule_paused_at is not null then
      new.schedule_paused_at := null;
      new.schedule_pause_code := null;
      new.next_run_at := case
        when new.is_enabled then private.planned_run(new, (select time_zone from public.tenants where id = new.tenant_id))
      end;
    end if;
    return new;
  end if;
  select pause_after_failures into strict v_limit from private.queue_settings;
  new.failing_since := coalesce(old.failing_since, new.last_run);
  new.failures_in_row := old.failures_in_row + 1;
  new.pause_at_failures := case when new.failures_in_row * 2 >= v_limit then v_limit end;
  if new.schedule_kind <> 'off' and new.schedule_paused_at is null
    and (private.is_refused_credential(new.last_error_code) or new.failures_in_row >= v_limit)
  then
    new.schedule_paused_at := new.last_run;
    new.schedule_pause_code := coalesce(new.last_error_code, 'internal_error');
    new.next_run_at := null;
  end if;
  return new;
end;
$$;
comment on function private.count_failures() is
  'Before-trigger: counts failures in a row, pauses the schedule when it is time, and ends all that with a success. A cancelled run is neither.';

create function private.audit_pause()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
begin
  insert into public.integration_events (tenant_id, provider_slug, actor_id, action, details)
  values (
    new.tenant_id, new.provider_slug,
    -- A worker pauses, and so does a run that ends well resume, in nobody's name.
    (select auth.uid()),
    case when new.schedule_paused_at is null then 'schedule_resumed' else 'schedule_paused' end,
    case
      when new.schedule_paused_at is null then '{}'
      else jsonb_build_object('code', new.schedule_pause_code, 'failures', new.failures_in_row)
    end
  );
  return null;
end;
$$;
comment on function private.audit_pause() is 'After-trigger: a schedule was paused, or goes on.';

create function private.resume_schedule(p_tenant_id uuid, p_provider_slug text)
returns timestamptz
language plpgsql
security definer -- writes what only the queue writes, after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_next timestamptz;
begin
  if p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot resume a schedule: only an admin of the tenant may' using errcode = '42501';
  end if;
  -- Twice is as good as once: another window may have been faster.
  update public.tenant_integrations
  set schedule_paused_at = null, schedule_pause_code = null, failures_in_row = 0, pause_at_failures = null
  where tenant_id = p_tenant_id and provider_slug = p_provider_slug and schedule_paused_at is not null;
  select next_run_at into v_next
  from public.tenant_integrations where tenant_id = p_tenant_id and provider_slug = p_provider_slug;
  if not found then
    raise exception 'Cannot resume a schedule: integration "%" does not exist', left(p_provider_slug, 40) using errcode = 'P0002';
  end if;
  return v_next;
end;
$$;
comment on function private.resume_schedule(uuid, text) is
  'Lets a paused schedule go on, its failures counted anew. Returns when it runs next (null: it is switched off). Errors: 42501 caller is no admin of the tenant, P0002 no such integration.';

create function public.resume_integration_schedule(p_tenant_id uuid, p_provider_slug text)
returns timestamptz language sql volatile set search_path = ''
as $$ select private.resume_schedule(p_tenant_id, p_provider_slug); $$;
comment on function public.resume_integration_schedule(uuid, text) is 'Admins only: see private.resume_schedule.';

create function private.count_failures_anew()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.failures_in_row := 0;
  new.pause_at_failures := null;
  return new;
end;
$$;
comment on function private.count_failures_anew() is 'Before-trigger: another schedule has not failed yet. A pause stays until somebody ends it.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create trigger count_failures before update of last_run on public.tenant_integrations
for each row when (
  new.last_run is distinct from old.last_run
  and (new.last_status = 'error' or (new.last_status = 'success' and old.failing_since is not null))
)
execute function private.count_failures();

create trigger count_failures_anew before update of schedule_kind on public.tenant_integrations
for each row when (
  (new.schedule_kind, new.schedule_time, new.schedule_weekday) is distinct from (old.schedule_kind, old.schedule_time, old.schedule_weekday)
)
execute function private.count_failures_anew();

create trigger audit_pause after update on public.tenant_integrations
for each row when ((new.schedule_paused_at is null) <> (old.schedule_paused_at is null) and new.schedule_kind <> 'off')
execute function private.audit_pause();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.is_refused_credential(text), private.count_failures(), private.audit_pause(), private.count_failures_anew(),
  private.resume_schedule(uuid, text), public.resume_integration_schedule(uuid, text)
from public, anon, authenticated, service_role;
grant execute on function private.resume_schedule(uuid, text), public.resume_integration_schedule(uuid, text) to authenticated;
