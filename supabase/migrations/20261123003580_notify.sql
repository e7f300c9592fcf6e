-- From the end of a run to notifications: in the transaction that ends it, for failures and for the first success after one. A success
-- after a success never comes here.

create function private.notify(p_incident private.incidents, p_kinds text[])
returns void
language plpgsql
security definer -- writes notifications of other people, which no caller may do
set search_path = ''
as $$
declare
  -- The gravest comes last.
  v_kind text := p_kinds[cardinality(p_kinds)];
begin
  insert into public.notifications as known (
    user_id, tenant_id, incident_id, kind, provider_slug, cause, message, failures, began_at, happened_at
  )
  select
    member.user_id, p_incident.tenant_id, p_incident.id, v_kind, p_incident.provider_slug, p_incident.cause, p_incident.message,
    p_incident.failures, p_incident.began_at, clock_timestamp()
  from public.tenant_members as member
  left join public.notification_preferences as preference
    on preference.user_id = member.user_id and preference.tenant_id = member.tenant_id
  where member.tenant_id = p_incident.tenant_id
    and private.wanted_kinds('app', member.role, preference) && p_kinds
    -- That something works again is news for those only who knew that it did not.
    and (v_kind <> 'recovery' or exists (
      select from public.notifications as told where told.incident_id = p_incident.id and told.user_id = member.user_id
    ))
  on conflict (incident_id, user_id) do update
  set kind = excluded.kind, message = excluded.message, failures = excluded.failures, happened_at = excluded.happened_at, read_at = null;

  insert into public.notification_deliveries (tenant_id, user_id, incident_id, kind)
  select p_incident.tenant_id, member.user_id, p_incident.id, v_kind
  from public.tenant_members as member
  left join public.notification_preferences as preference
    on preference.user_id = member.user_id and preference.tenant_id = member.tenant_id
  where member.tenant_id = p_incident.tenant_id
    and private.wanted_kinds('email', member.role, preference) && p_kinds
    and (v_kind <> 'recovery' or exists (
      select from public.notification_deliveries as told
      where told.incident_id = p_incident.id and told.user_id = member.user_id and told.status <> 'dead'
    ))
  -- Somebody who has had the mail of this cause gets no second one, however often it fails.
  on conflict do nothing;

  insert into public.notification_deliveries (tenant_id, webhook_id, incident_id, kind)
  select p_incident.tenant_id, webhook.id, p_incident.id, v_kind
  from public.notification_webhooks as webhook
  where webhook.tenant_id = p_incident.tenant_id and webhook.is_enabled and webhook.kinds && p_kinds
  on conflict do nothing;
end;
$$;
comment on function private.notify(private.incidents, text[]) is
  'Tells of an incident: in the app (one row per person), by mail (one per person until it is over, one when it is), by webhook (one call per kind). p_kinds: all that has just happened, the gravest last; it is told as that to whoever wants one of them.';

create function private.note_failure(p_integration public.tenant_integrations, p_before public.tenant_integrations)
returns void
language plpgsql
security definer -- writes incidents, which no caller may do
set search_path = ''
as $$
declare
  v_incident private.incidents;
  v_kinds text[] := '{}';
begin
  insert into private.incidents as known (tenant_id, provider_slug, cause, message, began_at)
  values (
    p_integration.tenant_id, p_integration.provider_slug, coalesce(p_integration.last_error_code, 'internal_error'),
    p_integration.last_error, p_integration.last_run
  )
  on conflict (tenant_id, provider_slug, cause) where ended_at is null do update
  set failures = known.failures + 1, message = excluded.message
  returning * into v_incident;
  if v_incident.failures = 1 then
    v_kinds := v_kinds || 'failure'::text;
  end if;
  if p_integration.pause_at_failures is not null and p_before.pause_at_failures is null then
    v_kinds := v_kinds || 'repeated'::text;
  end if;
  if p_integration.schedule_paused_at is not null and p_before.schedule_paused_at is null then
    v_kinds := v_kinds || 'paused'::text;
  end if;
  if v_kinds <> '{}' then
    perform private.notify(v_incident, v_kinds);
  end if;
end;
$$;
comment on function private.note_failure(public.tenant_integrations, public.tenant_integrations) is
  'A run of the integration failed: begins an incident or adds to the one of the same cause, and tells of it when it is new, repeated or has paused the schedule.';

create function private.note_outcome()
returns trigger
language plpgsql
security definer -- writes incidents, which no caller may do
set search_path = ''
as $$
declare
  v_incident private.incidents;
begin
  if new.last_status = 'error' then
    perform private.note_failure(new, old);
    return null;
  end if;
  for v_incident in
    update private.incidents set ended_at = new.last_run
    where tenant_id = new.tenant_id and provider_slug = new.provider_slug and ended_at is null
    returning *
  loop
    perform private.notify(v_incident, array['recovery']);
  end loop;
  return null;
exception
  when deadlock_detected or serialization_failure then
    raise;
  -- A run ends whatever becomes of the news about it.
  when others then
    raise warning 'Cannot tell of the end of a run of "%" in tenant %: %', new.provider_slug, new.tenant_id, sqlerrm;
    return null;
end;
$$;
comment on function private.note_outcome() is 'After-trigger: a run failed, or the first one after failures ended well. What cannot be told is a warning, and the run ends all the same.';

create trigger note_outcome after update of last_run on public.tenant_integrations
for each row when (
  new.last_run is distinct from old.last_run
  and (new.last_status = 'error' or (new.last_status = 'success' and old.failing_since is not null))
)
execute function private.note_outcome();

revoke all on function
  private.notify(private.incidents, text[]), private.note_failure(public.tenant_integrations, public.tenant_integrations),
  private.note_outcome()
from public, anon, authenticated, service_role;
