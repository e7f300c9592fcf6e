-- Who started, cancelled, configured, switched or set credentials, and when. Written by triggers, changed by nobody.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_events (
  id bigint generated always as identity primary key,
  -- No foreign keys: the trail outlives what it tells of.
  tenant_id uuid not null,
  provider_slug text,
  job_id uuid,
  actor_id uuid,
  action text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint action_is_valid check (
    action in (
      'job_started', 'job_canceled', 'integration_added', 'integration_removed', 'enabled', 'disabled', 'configured', 'scheduled', 'credentials_set',
      'schedule_paused', 'schedule_resumed',
      'credentials_dropped', 'removals_confirmed', 'member_added', 'member_role_changed', 'member_removed',
      'contact_decided', 'contact_decision_undone', 'connection_tested'
    )
  ),
  constraint people_belong_to_no_integration check ((provider_slug is null) = (action like 'member%')),
  constraint details_are_small_and_have_no_secret check (private.is_safe_object(details, 16384))
);
comment on table public.integration_events is
  'Append-only audit trail. Nobody has a grant to write it, service_role neither: rows come from triggers and from functions that do what they tell of. Only the result of a connection test is added to its row afterwards.';
comment on column public.integration_events.actor_id is 'The user; null = the schedule or the operator of the project.';
comment on column public.integration_events.details is 'For a configuration: what changed, {"column": {"from", "to"}}; for confirmed removals {"removed": n}; for a credential that took the place of another {"replaced": true}; for a connection test {"result": "ok" or the code of the error}; for a paused schedule {"code", "failures"}; for people {"member", "email", "role": {"from", "to"}}. Never a credential.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index integration_events_by_integration on public.integration_events (tenant_id, provider_slug, created_at desc);
create index integration_events_by_actor on public.integration_events (actor_id, created_at desc) where action = 'job_started';

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.integration_events enable row level security;
create policy "Admins and auditors read the trail of their tenant" on public.integration_events
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

revoke all on public.integration_events from public, anon, authenticated, service_role;
revoke all on sequence public.integration_events_id_seq from public, anon, authenticated, service_role;
grant select on public.integration_events to authenticated, service_role;

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.audit_job()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
begin
  insert into public.integration_events (tenant_id, provider_slug, job_id, actor_id, action)
  values (
    new.tenant_id, new.provider_slug, new.id,
    case when tg_op = 'INSERT' then new.created_by else new.canceled_by end,
    case when tg_op = 'INSERT' then 'job_started' else 'job_canceled' end
  );
  return null;
end;
$$;
comment on function private.audit_job() is 'After-trigger: a job was enqueued or cancelled.';

create trigger audit_start after insert on public.integration_jobs
for each row when (new.status = 'pending')
execute function private.audit_job();

create trigger audit_cancel after update on public.integration_jobs
for each row when (new.status = 'canceled' and old.status <> 'canceled')
execute function private.audit_job();

create function private.audit_integration()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
declare
  v_old jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  v_new jsonb := to_jsonb(new);
  v_action text;
  v_columns text[];
  v_changes jsonb;
begin
  -- Added again, or removed: the rest of what changes with that is no change that somebody made.
  if tg_op = 'INSERT' or (v_old ->> 'removed_at' is null) <> (new.removed_at is null) then
    insert into public.integration_events (tenant_id, provider_slug, actor_id, action)
    values (
      new.tenant_id, new.provider_slug, (select auth.uid()),
      case when new.removed_at is null then 'integration_added' else 'integration_removed' end
    );
    return null;
  end if;
  for v_action, v_columns in
    values
      (case when new.is_enabled then 'enabled' else 'disabled' end, array['is_enabled']),
      ('configured', array['base_url', 'config']),
      ('scheduled', array['schedule_kind', 'schedule_time', 'schedule_weekday']),
      (
        case when new.credentials_updated_at is null then 'credentials_dropped' else 'credentials_set' end,
        array['credentials_updated_at']
      )
  loop
    select jsonb_object_agg(name, jsonb_build_object('from', v_old -> name, 'to', v_new -> name)) into v_changes
    from unnest(v_columns) as name
    where v_old -> name is distinct from v_new -> name;
    if v_changes is not null then
      insert into public.integration_events (tenant_id, provider_slug, actor_id, action, details)
      values (
        new.tenant_id, new.provider_slug, (select auth.uid()), v_action,
        -- When a credential was set is the time of the event; what is left to tell is whether there was one before.
        case
          when v_action = 'credentials_set' and old.credentials_updated_at is not null then '{"replaced": true}'
          when v_columns = array['credentials_updated_at'] then '{}'
          else v_changes
        end
      );
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.audit_integration() is 'After-trigger: an integration was added, removed, switched, configured, scheduled, or its credential set or dropped.';

create trigger audit_change after insert or update of is_enabled, base_url, config, schedule_kind, schedule_time, schedule_weekday, credentials_updated_at, removed_at
on public.tenant_integrations
for each row execute function private.audit_integration();

create function private.limit_events()
returns trigger
language plpgsql
security definer -- counts in the trail and reads the settings
set search_path = ''
as $$
declare
  v_limit integer := (select events_per_tenant_and_hour from private.queue_settings);
begin
  if (
    select count(*)
    from public.integration_providers as provider
    cross join lateral (
      select 1 from public.integration_events
      where tenant_id = new.tenant_id and provider_slug = provider.slug
        and created_at > now() - interval '1 hour' and actor_id is not null
      limit v_limit
    ) as recent
  ) >= v_limit then
    -- Rather no change than one that the trail does not tell of.
    raise exception 'Cannot change the integration: the tenant made % changes within the last hour', v_limit
      using errcode = 'IQ004', hint = 'Wait an hour';
  end if;
  return new;
end;
$$;
comment on function private.limit_events() is
  'Before-insert trigger: refuses what people do beyond events_per_tenant_and_hour, and with it the change (IQ004). Schedules go on, and what was started can always be cancelled.';

create trigger limit_events before insert on public.integration_events
for each row when (new.actor_id is not null and new.action <> 'job_canceled')
execute function private.limit_events();

revoke all on function private.limit_events() from public;
revoke all on function private.audit_job(), private.audit_integration() from public;
