-- What leaves the house: mails and calls of webhooks, in a queue of their own. deliver-notifications takes what is due, sends it and says
-- what came of it; what does not arrive is tried again with growing waits and given up after a day.

-- ── webhooks ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.notification_webhooks (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  host text not null,
  kinds text[] not null,
  is_enabled boolean not null default true,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint webhook_kinds_are_known check (kinds <@ array['failure', 'repeated', 'paused', 'recovery'] and cardinality(kinds) between 1 and 4)
);
comment on table public.notification_webhooks is 'Where a group wants to be called. The address itself is in Vault: the path of many of them is a password.';
comment on column public.notification_webhooks.host is 'All that is shown of the address.';
create index notification_webhooks_by_tenant on public.notification_webhooks (tenant_id);

create table private.webhook_secrets (
  webhook_id uuid primary key references public.notification_webhooks (id) on delete cascade,
  secret_id uuid not null unique
);
comment on table private.webhook_secrets is 'Which secret of Vault holds address and signing key of a webhook, as {"url", "key"}. It goes with the row.';
create trigger forget_secret after delete on private.webhook_secrets
for each row execute function private.forget_secret();

-- ── deliveries ──────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.notification_deliveries (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  webhook_id uuid references public.notification_webhooks (id) on delete cascade,
  incident_id uuid references private.incidents (id) on delete cascade,
  kind text not null,
  requested_by uuid,
  status text not null default 'pending',
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  last_status integer,
  last_answer text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint delivery_has_one_target check ((user_id is null) <> (webhook_id is null)),
  constraint delivery_kind_is_valid check (kind in ('failure', 'repeated', 'paused', 'recovery', 'test')),
  constraint only_a_test_has_no_incident check ((incident_id is null) = (kind = 'test')),
  constraint delivery_status_is_valid check (status in ('pending', 'sent', 'dead')),
  constraint delivery_ends_once check ((status = 'pending') = (ended_at is null)),
  constraint answer_is_short check (length(last_answer) <= 200)
);
comment on table public.notification_deliveries is
  'A mail to a person (user_id) or a call of a webhook. Its id is the idempotency key: a delivery that is made twice, because somebody was killed in between, can be told to be one.';
comment on column public.notification_deliveries.attempts is 'Tries begun. The number is the token of who tries: what an earlier try says later changes nothing.';
comment on column public.notification_deliveries.next_attempt_at is 'When it is due; while it is being tried, when the lease of who tries runs out.';
comment on column public.notification_deliveries.last_answer is 'What the service said, scrubbed, at most 200 characters. Never an address or a key.';

-- One mail per cause and person until it is over, and one when it is.
create unique index one_mail_per_incident_and_person on public.notification_deliveries (incident_id, user_id, (kind = 'recovery'))
where user_id is not null and incident_id is not null;
create unique index one_call_per_incident_and_kind on public.notification_deliveries (incident_id, webhook_id, kind)
where webhook_id is not null and incident_id is not null;
create index notification_deliveries_due on public.notification_deliveries (next_attempt_at) where status = 'pending';
create index notification_deliveries_by_age on public.notification_deliveries (created_at);
create index notification_deliveries_by_tenant on public.notification_deliveries (tenant_id, created_at desc);
create index notification_deliveries_by_user on public.notification_deliveries (user_id);
create index notification_deliveries_by_webhook on public.notification_deliveries (webhook_id, created_at desc);
create index notification_deliveries_by_incident on public.notification_deliveries (incident_id);

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.notification_webhooks enable row level security;
alter table public.notification_deliveries enable row level security;

create policy "Admins read the webhooks of their tenant" on public.notification_webhooks
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin']))));

create policy "People read their own mails, admins the calls of webhooks" on public.notification_deliveries
for select to authenticated
using (
  (user_id = (select auth.uid()) and tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))))
  or (webhook_id is not null and tenant_id = any (array(select private.tenants_of_caller(array['admin']))))
);

revoke all on public.notification_webhooks, private.webhook_secrets, public.notification_deliveries
from public, anon, authenticated, service_role;
grant select on public.notification_webhooks, public.notification_deliveries to authenticated, service_role;

-- ── taking and settling ─────────────────────────────────────────────────────────────────────────────────────────────
create function private.mail_service()
returns jsonb
language plpgsql
stable
security definer -- reads Vault, which no user may
set search_path = ''
as $$
declare
  v_service jsonb;
begin
  if to_regclass('vault.decrypted_secrets') is null then
    return null;
  end if;
  select jsonb_object_agg(replace(name, 'integrations_mail_', ''), decrypted_secret) into v_service
  from vault.decrypted_secrets
  where name in ('integrations_mail_url', 'integrations_mail_key', 'integrations_mail_from');
  return case when v_service ?& array['url', 'key', 'from'] then v_service end;
end;
$$;
comment on function private.mail_service() is
  'The mail service as an operator put it into Vault (integrations_mail_url, _key, _from): {url, key, from}; null while one of them is missing. Granted to nobody.';

create function private.delivery_content(p_delivery public.notification_deliveries)
returns jsonb
language sql
stable
security definer -- reads incidents, addresses of people and Vault for who delivers
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_delivery.id, 'attempt', p_delivery.attempts, 'kind', p_delivery.kind,
    'tenant', jsonb_build_object('name', tenant.name, 'slug', tenant.slug, 'time_zone', tenant.time_zone),
    'incident', case when incident.id is not null then jsonb_build_object(
      'provider_slug', incident.provider_slug, 'provider_name', provider.name, 'cause', incident.cause, 'message', incident.message,
      'failures', incident.failures, 'began_at', incident.began_at, 'ended_at', incident.ended_at,
      'is_paused', coalesce(integration.schedule_paused_at is not null, false)
    ) end,
    'email', (
      select account.email from auth.users as account
      join public.tenant_members as member
        on member.user_id = account.id and member.tenant_id = p_delivery.tenant_id and member.role in ('admin', 'auditor')
      where account.id = p_delivery.user_id and account.email_confirmed_at is not null
    ),
    'webhook', (
      select secret.decrypted_secret::jsonb
      from private.webhook_secrets as known
      join public.notification_webhooks as webhook on webhook.id = known.webhook_id and webhook.is_enabled
      join vault.decrypted_secrets as secret on secret.id = known.secret_id
      where known.webhook_id = p_delivery.webhook_id
    )
  )
  from public.tenants as tenant
  left join private.incidents as incident on incident.id = p_delivery.incident_id
  left join public.integration_providers as provider on provider.slug = incident.provider_slug
  left join public.tenant_integrations as integration
    on integration.tenant_id = incident.tenant_id and integration.provider_slug = incident.provider_slug
  where tenant.id = p_delivery.tenant_id;
$$;
comment on function private.delivery_content(public.notification_deliveries) is
  'All that is needed to make a delivery, address and key of a webhook included: for deliver-notifications only. email or webhook is null when there is nobody any more who should get it. Granted to nobody.';

create function private.claim_deliveries(p_limit integer)
returns jsonb
language plpgsql
security definer -- reads and moves deliveries, which no caller may do directly
set search_path = ''
as $$
declare
  v_mail jsonb := private.mail_service();
  v_lease interval := make_interval(secs => (select delivery_lease_seconds from private.queue_settings));
  v_delivery public.notification_deliveries;
  v_content jsonb;
  v_claimed jsonb := '[]';
begin
  for v_delivery in
    with due as (
      select id from public.notification_deliveries
      where status = 'pending' and next_attempt_at <= now() and (user_id is null or v_mail is not null)
      order by next_attempt_at
      limit greatest(1, least(p_limit, 50))
      for update skip locked
    )
    update public.notification_deliveries as delivery
    set attempts = attempts + 1, last_attempt_at = now(), next_attempt_at = now() + v_lease
    from due
    where delivery.id = due.id
    returning delivery.*
  loop
    v_content := private.delivery_content(v_delivery);
    if v_content ->> 'email' is null and v_content -> 'webhook' in ('null') then
      update public.notification_deliveries
      set status = 'dead', ended_at = now(), last_answer = 'Não há mais destinatário: saiu do grupo ou foi desligado.'
      where id = v_delivery.id;
    else
      v_claimed := v_claimed || v_content;
    end if;
  end loop;
  return jsonb_build_object('mail', v_mail, 'deliveries', v_claimed);
end;
$$;
comment on function private.claim_deliveries(integer) is
  'Takes up to p_limit deliveries that are due, for delivery_lease_seconds: {mail: {url, key, from} | null, deliveries: [see private.delivery_content]}. Mails wait while there is no mail service.';

create function private.settle_delivery(p_id uuid, p_attempt integer, p_is_sent boolean, p_status integer, p_answer text)
returns text
language plpgsql
security definer -- moves deliveries, which no caller may do directly
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_delivery public.notification_deliveries;
  v_wait interval;
  v_state text;
begin
  select * into strict v_settings from private.queue_settings;
  select * into v_delivery from public.notification_deliveries
  where id = p_id and attempts = p_attempt and status = 'pending' for update;
  if not found then
    return 'lost';
  end if;
  v_wait := make_interval(secs => least(
    v_settings.delivery_backoff_cap_seconds, v_settings.delivery_backoff_seconds * power(2, least(p_attempt, 20) - 1)
  ) * (0.9 + 0.2 * random()));
  v_state := case
    when p_is_sent then 'sent'
    when now() + v_wait > v_delivery.created_at + make_interval(hours => v_settings.delivery_hours) then 'dead'
    else 'pending'
  end;
  update public.notification_deliveries
  set
    status = v_state,
    ended_at = case when v_state <> 'pending' then now() end,
    next_attempt_at = case when v_state = 'pending' then now() + v_wait else next_attempt_at end,
    last_status = p_status,
    last_answer = left(private.scrub(p_answer), 200)
  where id = p_id;
  return v_state;
end;
$$;
comment on function private.settle_delivery(uuid, integer, boolean, integer, text) is
  'What came of a try: "sent"; "pending", to be tried again after a wait that grows; "dead" when the next try would come after delivery_hours; "lost" when somebody else tries by now. p_status is that of HTTP or null, p_answer for people.';

create function public.claim_notification_deliveries(p_limit integer default 10)
returns jsonb language sql volatile set search_path = ''
as $$ select private.claim_deliveries(p_limit); $$;
comment on function public.claim_notification_deliveries(integer) is 'service_role only: see private.claim_deliveries.';

create function public.settle_notification_delivery(p_id uuid, p_attempt integer, p_is_sent boolean, p_status integer, p_answer text)
returns text language sql volatile set search_path = ''
as $$ select private.settle_delivery(p_id, p_attempt, p_is_sent, p_status, p_answer); $$;
comment on function public.settle_notification_delivery(uuid, integer, boolean, integer, text) is 'service_role only: see private.settle_delivery.';

-- ── the tick ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.tend_notifications()
returns jsonb
language plpgsql
security definer -- deletes and gives up, which no caller may do
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_before timestamptz;
  v_pruned integer;
  -- Asked once: mails that wait for a mail service may be many.
  v_has_mail boolean := private.mail_service() is not null;
begin
  select * into strict v_settings from private.queue_settings;
  v_before := now() - make_interval(days => v_settings.keep_notifications_days);
  -- Nobody takes a mail while there is no mail service.
  update public.notification_deliveries
  set status = 'dead', ended_at = now(), last_answer = coalesce(last_answer, 'Não foi possível enviar dentro do prazo.')
  where status = 'pending' and next_attempt_at < now()
    and created_at < now() - make_interval(hours => v_settings.delivery_hours);
  with old as (
    select id from public.notifications where happened_at < v_before order by happened_at limit v_settings.prune_batch for update skip locked
  )
  delete from public.notifications as n using old where n.id = old.id;
  get diagnostics v_pruned = row_count;
  with old as (
    select id from public.notification_deliveries
    where created_at < v_before and status <> 'pending' order by created_at limit v_settings.prune_batch for update skip locked
  )
  delete from public.notification_deliveries as d using old where d.id = old.id;
  -- What still tells of it goes with it.
  with old as (
    select id from private.incidents where ended_at < v_before order by ended_at limit v_settings.prune_batch for update skip locked
  )
  delete from private.incidents as i using old where i.id = old.id;
  return jsonb_build_object(
    'pruned_notifications', v_pruned,
    'deliveries_due', exists (
      select from public.notification_deliveries
      where status = 'pending' and next_attempt_at <= now() and (user_id is null or v_has_mail)
    )
  );
end;
$$;
comment on function private.tend_notifications() is
  'A part of the tick: gives up deliveries that are too old and prunes. Returns {"pruned_notifications", "deliveries_due"}; while the latter is true the caller wakes deliver-notifications.';

revoke all on function
  private.mail_service(), private.delivery_content(public.notification_deliveries), private.claim_deliveries(integer),
  private.settle_delivery(uuid, integer, boolean, integer, text), private.tend_notifications(),
  public.claim_notification_deliveries(integer), public.settle_notification_delivery(uuid, integer, boolean, integer, text)
from public, anon, authenticated, service_role;
grant execute on function
  private.claim_deliveries(integer), private.settle_delivery(uuid, integer, boolean, integer, text),
  public.claim_notification_deliveries(integer), public.settle_notification_delivery(uuid, integer, boolean, integer, text)
to service_role;
