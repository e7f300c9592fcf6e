-- People learn that an integration fails, goes on failing, has its schedule paused, and works again. One incident is one cause: further
-- failures of the same cause are the same incident until a run ends well, so a night of failures is one notification and one mail.

-- ── incidents ───────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.incidents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  provider_slug text not null,
  cause text not null,
  message text,
  failures integer not null default 1,
  began_at timestamptz not null,
  ended_at timestamptz,
  constraint an_incident_has_a_failure check (failures > 0)
);
comment on table private.incidents is 'A cause for which runs of an integration fail, from the first failure to the next success. Written in the transaction that ends the run.';
comment on column private.incidents.cause is 'The error_code that the runs ended with.';
comment on column private.incidents.message is 'What the newest of them said to people, scrubbed as it is in the job.';
create unique index one_open_incident_per_cause on private.incidents (tenant_id, provider_slug, cause) where ended_at is null;
create index incidents_by_end on private.incidents (ended_at) where ended_at is not null;
create index incidents_by_tenant on private.incidents (tenant_id);
revoke all on private.incidents from public, anon, authenticated, service_role;

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column keep_notifications_days integer not null default 90,
  add column delivery_hours integer not null default 24,
  add column delivery_lease_seconds integer not null default 60,
  add column delivery_backoff_seconds integer not null default 30,
  add column delivery_backoff_cap_seconds integer not null default 3600,
  add column notification_tests_per_user_and_minute integer not null default 5,
  add column webhooks_per_tenant integer not null default 5,
  add constraint notifications_are_kept_for_days check (keep_notifications_days > 0),
  add constraint delivery_is_sane check (
    delivery_hours > 0 and delivery_lease_seconds > 0 and delivery_backoff_seconds > 0
    and delivery_backoff_cap_seconds >= delivery_backoff_seconds
  ),
  add constraint notification_limits_are_positive check (notification_tests_per_user_and_minute > 0 and webhooks_per_tenant > 0);
comment on column private.queue_settings.keep_notifications_days is 'Notifications, deliveries and incidents that ended are deleted after so many days.';
comment on column private.queue_settings.delivery_hours is 'A mail or a call of a webhook that did not arrive for so long is given up.';
comment on column private.queue_settings.delivery_lease_seconds is 'Whoever took a delivery and says nothing for so long has lost it: it is made again, with the same idempotency key.';
comment on column private.queue_settings.delivery_backoff_seconds is 'Wait after the first try of a delivery; doubles with each try.';
comment on column private.queue_settings.delivery_backoff_cap_seconds is 'Longest wait between two tries of a delivery.';
comment on column private.queue_settings.notification_tests_per_user_and_minute is 'How often one user may send a test through the channels within a minute (IQ004 beyond).';
comment on column private.queue_settings.webhooks_per_tenant is 'Most webhooks of one tenant.';

-- ── what people want ────────────────────────────────────────────────────────────────────────────────────────────────
create function private.notification_kinds()
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array['failure', 'repeated', 'paused', 'recovery'];
$$;
comment on function private.notification_kinds() is
  'What can be told: the first failure of a cause; half of the failures that pause a schedule; the pause; the success that ends it.';

create table public.notification_preferences (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  in_app text[] not null,
  email text[] not null,
  updated_at timestamptz not null default now(),
  primary key (user_id, tenant_id),
  constraint kinds_are_known check (
    in_app <@ array['failure', 'repeated', 'paused', 'recovery'] and email <@ array['failure', 'repeated', 'paused', 'recovery']
    and cardinality(in_app) <= 4 and cardinality(email) <= 4
  )
);
comment on table public.notification_preferences is 'Of what a person wants to learn in a group, by channel. Without a row: see private.wanted_kinds.';
create index notification_preferences_by_tenant on public.notification_preferences (tenant_id);

create function private.wanted_kinds(p_channel text, p_role text, p_preference public.notification_preferences)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select case
    -- They cannot see the integrations themselves.
    when p_role = 'member' then '{}'
    when p_preference.user_id is not null then case p_channel when 'app' then p_preference.in_app else p_preference.email end
    -- Who can mend it is told by mail; who only reads looks when they look.
    when p_channel = 'app' or p_role = 'admin' then private.notification_kinds()
    else '{}'
  end;
$$;
comment on function private.wanted_kinds(text, text, public.notification_preferences) is
  'Kinds that somebody wants by a channel ("app", "email"): what they chose, else everything, by mail only for admins.';

-- ── in the app ──────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  incident_id uuid references private.incidents (id) on delete cascade,
  kind text not null,
  provider_slug text references public.integration_providers (slug),
  cause text,
  message text,
  failures integer,
  began_at timestamptz,
  happened_at timestamptz not null default now(),
  read_at timestamptz,
  constraint kind_is_valid check (kind in ('failure', 'repeated', 'paused', 'recovery', 'test')),
  constraint one_notification_per_person_and_incident unique (incident_id, user_id)
);
comment on table public.notifications is
  'What the bell shows a person: one row per incident, which becomes unread again when it gets worse or ends. kind is the newest.';
create index notifications_by_user on public.notifications (user_id, happened_at desc);
create index notifications_by_tenant on public.notifications (tenant_id);
create index notifications_by_provider on public.notifications (provider_slug);
create index notifications_by_age on public.notifications (happened_at);

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.notification_preferences enable row level security;
alter table public.notifications enable row level security;

create policy "People read their own preferences" on public.notification_preferences
for select to authenticated
using (user_id = (select auth.uid()) and tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

create policy "People read their own notifications" on public.notifications
for select to authenticated
using (user_id = (select auth.uid()) and tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

revoke all on public.notification_preferences, public.notifications from public, anon, authenticated, service_role;
grant select on public.notification_preferences, public.notifications to authenticated, service_role;

-- ── doors for people ────────────────────────────────────────────────────────────────────────────────────────────────
create function private.save_notification_preferences(p_tenant_id uuid, p_in_app text[], p_email text[])
returns void
language plpgsql
security definer -- writes the caller's own row, after it has checked the membership
set search_path = ''
as $$
begin
  if p_tenant_id not in (select private.tenants_of_caller(array['admin', 'auditor'])) then
    raise exception 'Cannot save the preferences: only admins and auditors of the tenant have notifications' using errcode = '42501';
  end if;
  insert into public.notification_preferences (tenant_id, user_id, in_app, email)
  values (p_tenant_id, (select auth.uid()), coalesce(p_in_app[:4], '{}'), coalesce(p_email[:4], '{}'))
  on conflict (user_id, tenant_id) do update
  set in_app = excluded.in_app, email = excluded.email, updated_at = now();
end;
$$;
comment on function private.save_notification_preferences(uuid, text[], text[]) is
  'Of what the caller wants to learn in a tenant, by channel. Errors: 42501 neither admin nor auditor of it, 23514 an unknown kind.';

create function public.save_notification_preferences(p_tenant_id uuid, p_in_app text[], p_email text[])
returns void language sql volatile set search_path = ''
as $$ select private.save_notification_preferences(p_tenant_id, p_in_app, p_email); $$;
comment on function public.save_notification_preferences(uuid, text[], text[]) is 'One''s own: see private.save_notification_preferences.';

create function private.read_notifications(p_until timestamptz, p_id uuid)
returns void
language sql
volatile
security definer -- marks the caller's own rows and nobody else's
set search_path = ''
as $$
  update public.notifications set read_at = now()
  where user_id = (select auth.uid()) and read_at is null and happened_at <= p_until and (p_id is null or id = p_id);
$$;
comment on function private.read_notifications(timestamptz, uuid) is
  'Marks the caller''s notifications as read: all up to a time (what came since was not seen), or only one of them.';

create function public.read_notifications(p_until timestamptz, p_id uuid default null)
returns void language sql volatile set search_path = ''
as $$ select private.read_notifications(p_until, p_id); $$;
comment on function public.read_notifications(timestamptz, uuid) is 'One''s own: see private.read_notifications.';

revoke all on function
  private.notification_kinds(), private.wanted_kinds(text, text, public.notification_preferences),
  private.save_notification_preferences(uuid, text[], text[]), public.save_notification_preferences(uuid, text[], text[]),
  private.read_notifications(timestamptz, uuid), public.read_notifications(timestamptz, uuid)
from public, anon, authenticated, service_role;
grant execute on function
  private.save_notification_preferences(uuid, text[], text[]), public.save_notification_preferences(uuid, text[], text[]),
  private.read_notifications(timestamptz, uuid), public.read_notifications(timestamptz, uuid)
to authenticated;
