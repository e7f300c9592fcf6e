-- How often one user may set credentials and test connections, and the trail of the tests: each of them is a question to a provider about a
-- credential, which could otherwise be asked for thousands of them.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column credentials_per_user_and_minute integer not null default 10,
  add column tests_per_user_and_minute integer not null default 10,
  add constraint settings_limits_are_positive check (credentials_per_user_and_minute > 0 and tests_per_user_and_minute > 0);
comment on column private.queue_settings.credentials_per_user_and_minute is
  'How often one user may set a credential within a minute, over all tenants (IQ004 beyond).';
comment on column private.queue_settings.tests_per_user_and_minute is
  'How often one user may test a connection within a minute, over all tenants (IQ004 beyond).';

-- ── index ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create index integration_events_by_limited_actor on public.integration_events (actor_id, action, created_at desc)
where action in ('credentials_set', 'connection_tested');

-- ── limit ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.limit_action(p_user_id uuid, p_action text, p_limit integer)
returns void
language plpgsql
security definer -- counts in the trail
set search_path = ''
as $$
begin
  -- One after the other: many at once would all count before any of them is in the trail.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_action || p_user_id, 0));
  if (
    select count(*) from (
      select 1 from public.integration_events
      where actor_id = p_user_id and action = p_action and created_at > clock_timestamp() - interval '1 minute'
        -- Constant in the index: it has no others.
        and action in ('credentials_set', 'connection_tested')
      limit p_limit
    ) as recent
  ) >= p_limit then
    raise exception 'Cannot go on: the user did this % times within the last minute (%)', p_limit, p_action
      using errcode = 'IQ004', hint = 'Wait a minute';
  end if;
end;
$$;
comment on function private.limit_action(uuid, text, integer) is
  'Refuses (IQ004) what a user did p_limit times within a minute already: "credentials_set" or "connection_tested", as the trail tells. Nothing for the operator (null).';

-- ── tests of connections ────────────────────────────────────────────────────────────────────────────────────────────
create function private.begin_connection_test(p_tenant_id uuid, p_provider_slug text, p_user_id uuid)
returns bigint
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
declare
  v_id bigint;
begin
  -- test-integration has checked this before it asks; the door does not rely on it.
  if not exists (
    select 1 from public.tenant_members where tenant_id = p_tenant_id and user_id = p_user_id and role = 'admin'
  ) then
    raise exception 'Cannot test a connection: only an admin of the tenant may' using errcode = '42501';
  end if;
  if not exists (select 1 from public.integration_providers where slug = p_provider_slug) then
    raise exception 'Cannot test a connection: there is no provider "%"', left(p_provider_slug, 40) using errcode = 'P0002';
  end if;
  perform private.limit_action(p_user_id, 'connection_tested', (select tests_per_user_and_minute from private.queue_settings));
  insert into public.integration_events (tenant_id, provider_slug, actor_id, action)
  values (p_tenant_id, p_provider_slug, p_user_id, 'connection_tested')
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.begin_connection_test(uuid, text, uuid) is
  'Notes that an admin tests a connection, before it is tested; returns the id of the entry. Errors: 42501 the user is no admin of the tenant, P0002 no such provider, IQ004 too many within a minute.';

create function private.note_connection_test(p_test_id bigint, p_result text, p_is_stored boolean)
returns void
language sql
volatile
security definer -- completes an entry of the trail, which no caller may change
set search_path = ''
as $$
  with
    noted as (
      update public.integration_events
      set details = jsonb_build_object('result', p_result)
      where id = p_test_id and action = 'connection_tested' and details = '{}' and p_result ~ '^[a-z_]{1,60}$'
      returning tenant_id, provider_slug, created_at
    )
  update public.tenant_integrations as integration
  set tested_at = noted.created_at, test_result = p_result
  from noted
  where p_is_stored
    and integration.tenant_id = noted.tenant_id
    and integration.provider_slug = noted.provider_slug
    and integration.removed_at is null
    -- What was replaced while it was being tried is not what is stored now.
    and greatest(integration.settings_changed_at, integration.credentials_updated_at) <= noted.created_at;
$$;
comment on function private.note_connection_test(bigint, text, boolean) is
  'Completes the entry of a test with what came of it: "ok" or the code of the error. Once: an entry that has a result stays as it is. p_is_stored: the stored address and credential were tried, so the integration tells of it, too.';

create function public.begin_integration_connection_test(p_tenant_id uuid, p_provider_slug text, p_user_id uuid)
returns bigint language sql volatile set search_path = ''
as $$ select private.begin_connection_test(p_tenant_id, p_provider_slug, p_user_id); $$;
comment on function public.begin_integration_connection_test(uuid, text, uuid) is 'service_role only: see private.begin_connection_test.';

create function public.note_integration_connection_test(p_test_id bigint, p_result text, p_is_stored boolean)
returns void language sql volatile set search_path = ''
as $$ select private.note_connection_test(p_test_id, p_result, p_is_stored); $$;
comment on function public.note_integration_connection_test(bigint, text, boolean) is 'service_role only: see private.note_connection_test.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.limit_action(uuid, text, integer), private.begin_connection_test(uuid, text, uuid),
  private.note_connection_test(bigint, text, boolean), public.begin_integration_connection_test(uuid, text, uuid),
  public.note_integration_connection_test(bigint, text, boolean)
from public, anon, authenticated, service_role;
grant execute on function
  private.begin_connection_test(uuid, text, uuid), private.note_connection_test(bigint, text, boolean),
  public.begin_integration_connection_test(uuid, text, uuid), public.note_integration_connection_test(bigint, text, boolean)
to service_role;
