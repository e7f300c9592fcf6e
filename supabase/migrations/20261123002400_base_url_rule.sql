-- Base URLs: no way inward, and no way for a stored credential to a host that it was not given for.
--
-- IQ005 base_url_refused: not https, not a public host name, or an address literal. The database checks the spelling; before
-- each run the functions do so again and also look at what the name resolves to (_shared/calls/base-url.ts).

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column allow_local_providers boolean not null default false;
comment on column private.queue_settings.allow_local_providers is
  'Users may enter base URLs on this machine: for the local stack, whose seed switches it on. The functions have their own switch, INTEGRATIONS_ALLOW_LOCAL_PROVIDERS.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.is_local_host(p_host text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_host in ('127.0.0.1', 'localhost', 'host.docker.internal'), false);
$$;
comment on function private.is_local_host(text) is 'True for this machine, where the sandbox of the local stack is; the last name is the one that containers know it by.';

create function private.is_public_base_url(p_url text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  -- The last label begins with a letter and the port is the default one: that leaves out addresses in every spelling.
  select p_url ~* '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(/[^\s?#]*)?$'
    and private.url_host(p_url) !~ '\.(localhost|local|internal|intranet|lan|home|corp|test|invalid|example|onion|arpa)$';
$$;
comment on function private.is_public_base_url(text) is 'Whether a base URL is https to a host name that may be public; what the name resolves to is for the functions.';

create function private.keep_credential(p_integration_id uuid, p_host text)
returns boolean
language plpgsql
security definer -- looks up, binds and drops credentials, which no caller may do
set search_path = ''
as $$
declare
  v_given private.credentials;
begin
  select * into v_given from private.credentials where integration_id = p_integration_id for update;
  if not found then
    return false;
  elsif v_given.host is not distinct from p_host then
    return true;
  -- Given before any address, it is for the first one, if that comes from the same user: nobody else knows what it is for.
  elsif (v_given.host is null and v_given.set_by is not distinct from (select auth.uid()))
    or (private.is_local_host(p_host) and (select allow_local_providers from private.queue_settings))
  then
    update private.credentials set host = p_host where integration_id = p_integration_id;
    return true;
  end if;
  delete from private.credentials where integration_id = p_integration_id;
  return false;
end;
$$;
comment on function private.keep_credential(uuid, text) is
  'The address of an integration leads to p_host from now on: keeps its credential if it is for that host, binds one that is for none yet, deletes any other. Returns whether there is one.';

create function private.guard_settings()
returns trigger
language plpgsql
security definer -- reads the private settings and drops a credential from Vault
set search_path = ''
as $$
declare
  v_host text := private.url_host(
    coalesce(new.base_url, (select default_base_url from public.integration_providers where slug = new.provider_slug))
  );
begin
  perform private.require_safe_object('config', new.config, 4096);
  -- Users only: an operator of the database may point anywhere, and the functions check before every run.
  if new.base_url is not null
    and (select auth.uid()) is not null
    and (tg_op = 'INSERT' or new.base_url is distinct from old.base_url)
    and not private.is_public_base_url(new.base_url)
    and not (private.is_local_host(v_host) and (select allow_local_providers from private.queue_settings))
  then
    raise exception 'Cannot save the base URL: it must be https and name a public host'
      using errcode = 'IQ005', hint = 'For example https://api.provider.com';
  end if;

  if tg_op = 'UPDATE' then
    if (new.base_url, new.config) is distinct from (old.base_url, old.config) then
      new.settings_changed_at := now();
    end if;
    if new.base_url is distinct from old.base_url then
      new.tested_at := null;
      new.test_result := null;
    end if;
    -- Credentials are write-only. Whoever could point a stored one at a host of his own could read it: so it goes, and has to be
    -- entered again for the new host.
    if new.base_url is distinct from old.base_url and not private.keep_credential(new.id, v_host) then
      new.credentials_updated_at := null;
    end if;
  end if;
  return new;
end;
$$;
comment on function private.guard_settings() is
  'Before-trigger: refuses base URLs that are not public (IQ005), dates the settings, drops the credential when the host changes.';

create trigger guard_settings before insert or update of base_url, config on public.tenant_integrations
for each row execute function private.guard_settings();

revoke all on function private.is_local_host(text), private.is_public_base_url(text),
  private.keep_credential(uuid, text), private.guard_settings() from public;
