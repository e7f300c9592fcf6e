-- Doors for people: webhooks of their group, a test of each channel, and whether mails can be sent at all.
-- SQLSTATEs: IQ003 no Vault, IQ004 too many tests within a minute, IQ005 the address is not public.

create function private.require_group_admin(p_tenant_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_tenant_id is null or p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot change the webhooks of a tenant: only an admin of it may' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_group_admin(uuid) is 'Passes when the caller is an admin of the tenant. Errors: 42501.';

create function private.add_webhook(p_tenant_id uuid, p_url text, p_kinds text[])
returns jsonb
language plpgsql
security definer -- writes Vault after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_id uuid := gen_random_uuid();
  v_key text := 'whsec_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  v_url text := btrim(left(p_url, 501));
  v_host text := private.url_host(v_url);
  v_secret_id uuid;
begin
  perform private.require_group_admin(p_tenant_id);
  perform private.require_vault();
  if coalesce(length(v_url) > 500 or not (
    private.is_public_base_url(v_url)
    or (private.is_local_host(v_host) and v_url ~ '^https?://[^\s@?#]+$' and (select allow_local_providers from private.queue_settings))
  ), true) then
    raise exception 'Cannot add the webhook: its address must be https and name a public host'
      using errcode = 'IQ005', hint = 'For example https://hooks.company.com/integrations';
  end if;
  -- One after the other: two at once would both be the last that there is room for.
  perform from public.tenants where id = p_tenant_id for no key update;
  if (select count(*) from public.notification_webhooks where tenant_id = p_tenant_id)
    >= (select webhooks_per_tenant from private.queue_settings)
  then
    raise exception 'Cannot add the webhook: the tenant has as many as it may' using errcode = '23514', hint = 'Remove one first';
  end if;
  insert into public.notification_webhooks (id, tenant_id, host, kinds, created_by)
  values (v_id, p_tenant_id, v_host, coalesce(p_kinds[:4], '{}'), (select auth.uid()));
  v_secret_id := vault.create_secret(
    jsonb_build_object('url', v_url, 'key', v_key)::text, 'webhook/' || v_id, 'Address and signing key of a webhook'
  );
  insert into private.webhook_secrets (webhook_id, secret_id) values (v_id, v_secret_id);
  return jsonb_build_object('id', v_id, 'key', v_key);
end;
$$;
comment on function private.add_webhook(uuid, text, text[]) is
  'Adds a webhook. Returns {id, key}: the key that signs its calls is told this once and never again. Errors: 42501 caller is no admin of the tenant, IQ003 no Vault, IQ005 the address is not public, 23514 an unknown kind or none, or too many webhooks.';

create function private.change_webhook(p_id uuid, p_kinds text[], p_is_enabled boolean)
returns void
language plpgsql
security definer -- writes webhooks after it has checked that the caller is an admin
set search_path = ''
as $$
begin
  perform private.require_group_admin((select tenant_id from public.notification_webhooks where id = p_id));
  update public.notification_webhooks set kinds = coalesce(p_kinds[:4], '{}'), is_enabled = p_is_enabled where id = p_id;
end;
$$;
comment on function private.change_webhook(uuid, text[], boolean) is
  'What a webhook is called for, and whether at all. Errors: 42501 caller is no admin of its tenant, or there is no such webhook; 23514 an unknown kind or none.';

create function private.remove_webhook(p_id uuid)
returns void
language plpgsql
security definer -- deletes a webhook and its secret after it has checked that the caller is an admin
set search_path = ''
as $$
begin
  perform private.require_group_admin((select tenant_id from public.notification_webhooks where id = p_id));
  delete from public.notification_webhooks where id = p_id;
end;
$$;
comment on function private.remove_webhook(uuid) is
  'Removes a webhook, its deliveries and its secret. Errors: 42501 caller is no admin of its tenant, or there is no such webhook.';

create function private.test_notification(p_tenant_id uuid, p_channel text, p_webhook_id uuid)
returns uuid
language plpgsql
security definer -- writes the caller's own notification or delivery after it has checked the membership
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_id uuid;
begin
  if p_tenant_id not in (select private.tenants_of_caller(array['admin', 'auditor'])) then
    raise exception 'Cannot test a channel: only admins and auditors of the tenant have notifications' using errcode = '42501';
  end if;
  -- One after the other: many at once would all count before any of them is there.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('test_notification' || v_user, 0));
  if (
    select count(*) from (
      select 1 from public.notifications where user_id = v_user and kind = 'test' and happened_at > now() - interval '1 minute'
      union all
      select 1 from public.notification_deliveries
      where tenant_id = p_tenant_id and requested_by = v_user and created_at > now() - interval '1 minute'
    ) as recent
  ) >= (select notification_tests_per_user_and_minute from private.queue_settings) then
    raise exception 'Cannot test a channel: the user did so too often within the last minute' using errcode = 'IQ004', hint = 'Wait a minute';
  end if;
  if p_channel = 'app' then
    insert into public.notifications (user_id, tenant_id, kind, happened_at)
    values (v_user, p_tenant_id, 'test', clock_timestamp()) returning id into v_id;
  elsif p_channel = 'email' then
    insert into public.notification_deliveries (tenant_id, user_id, kind, requested_by)
    values (p_tenant_id, v_user, 'test', v_user) returning id into v_id;
  elsif p_channel = 'webhook' then
    perform private.require_group_admin((
      select tenant_id from public.notification_webhooks where id = p_webhook_id and tenant_id = p_tenant_id
    ));
    insert into public.notification_deliveries (tenant_id, webhook_id, kind, requested_by)
    values (p_tenant_id, p_webhook_id, 'test', v_user) returning id into v_id;
  else
    raise exception 'Cannot test a channel: it must be app, email or webhook' using errcode = '22023';
  end if;
  return v_id;
end;
$$;
comment on function private.test_notification(uuid, text, uuid) is
  'Sends the caller a test by a channel: "app", "email", or "webhook" with its id (admins). Returns the id of the notification or delivery. Errors: 42501, 22023 unknown channel, IQ004 too many within a minute.';

create function private.can_send_mail()
returns boolean
language sql
stable
security definer -- looks whether Vault has a mail service
set search_path = ''
as $$
  select private.mail_service() is not null;
$$;
comment on function private.can_send_mail() is 'Whether an operator has set up a mail service; nothing else about it.';

-- ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.add_notification_webhook(p_tenant_id uuid, p_url text, p_kinds text[])
returns jsonb language sql volatile set search_path = ''
as $$ select private.add_webhook(p_tenant_id, p_url, p_kinds[:4]); $$;
comment on function public.add_notification_webhook(uuid, text, text[]) is 'Admins only: see private.add_webhook, which takes p_kinds[:4].';

create function public.change_notification_webhook(p_id uuid, p_kinds text[], p_is_enabled boolean)
returns void language sql volatile set search_path = ''
as $$ select private.change_webhook(p_id, p_kinds[:4], p_is_enabled); $$;
comment on function public.change_notification_webhook(uuid, text[], boolean) is 'Admins only: see private.change_webhook.';

create function public.remove_notification_webhook(p_id uuid)
returns void language sql volatile set search_path = ''
as $$ select private.remove_webhook(p_id); $$;
comment on function public.remove_notification_webhook(uuid) is 'Admins only: see private.remove_webhook.';

create function public.test_notification(p_tenant_id uuid, p_channel text, p_webhook_id uuid default null)
returns uuid language sql volatile set search_path = ''
as $$ select private.test_notification(p_tenant_id, p_channel, p_webhook_id); $$;
comment on function public.test_notification(uuid, text, uuid) is 'Admins and auditors: see private.test_notification.';

create function public.can_send_notification_mail()
returns boolean language sql stable set search_path = ''
as $$ select private.can_send_mail(); $$;
comment on function public.can_send_notification_mail() is 'Signed-in users: see private.can_send_mail.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.require_group_admin(uuid), private.add_webhook(uuid, text, text[]), private.change_webhook(uuid, text[], boolean),
  private.remove_webhook(uuid), private.test_notification(uuid, text, uuid), private.can_send_mail(),
  public.add_notification_webhook(uuid, text, text[]), public.change_notification_webhook(uuid, text[], boolean),
  public.remove_notification_webhook(uuid), public.test_notification(uuid, text, uuid), public.can_send_notification_mail()
from public, anon, authenticated, service_role;
grant execute on function
  private.add_webhook(uuid, text, text[]), private.change_webhook(uuid, text[], boolean), private.remove_webhook(uuid),
  private.test_notification(uuid, text, uuid), private.can_send_mail(),
  public.add_notification_webhook(uuid, text, text[]), public.change_notification_webhook(uuid, text[], boolean),
  public.remove_notification_webhook(uuid), public.test_notification(uuid, text, uuid), public.can_send_notification_mail()
to authenticated;
