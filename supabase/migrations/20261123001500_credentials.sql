-- Provider credentials: written by admins, kept in Vault, handed over the API only to the holder of a live lease (open_slice) and to the
-- function that tests a connection for an admin. In SQL, Vault can also be read by whoever the platform lets: its owner, postgres and
-- service_role. A secret key is no way there: REST does not show the schema.
-- Plain Postgres has no Vault: the functions then say so instead of storing a secret anywhere else.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.credentials (
  -- By the row and not by tenant and provider: an integration that is added again is another one, and inherits nothing.
  integration_id uuid primary key references public.tenant_integrations (id) on delete cascade,
  secret_id uuid not null unique,
  host text,
  set_by uuid
);
comment on table private.credentials is 'Which secret of Vault is the credential of an integration, and for which host it was given. The secret goes with the row.';
comment on column private.credentials.host is 'It is sent to this host and to no other; null = given before there was an address. A migration that moves a provider''s default_base_url moves it here, too.';
comment on column private.credentials.set_by is 'The user who gave it; null = the operator of the project.';
revoke all on private.credentials from public, anon, authenticated, service_role;

create function private.forget_secret()
returns trigger
language plpgsql
security definer -- writes Vault, which no user may
set search_path = ''
as $$
begin
  if to_regclass('vault.secrets') is not null then
    delete from vault.secrets where id = old.secret_id;
  end if;
  return null;
end;
$$;
comment on function private.forget_secret() is 'After-delete trigger: a credential that belongs to no integration any more leaves Vault, also when its tenant is deleted.';
revoke all on function private.forget_secret() from public, anon, authenticated, service_role;

create trigger forget_secret after delete on private.credentials
for each row execute function private.forget_secret();

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.url_host(p_url text)
returns text
language sql
immutable
set search_path = ''
as $$
  select lower(substring(p_url from '^https?://([^/:?#]+)'));
$$;
comment on function private.url_host(text) is 'Host name of an http(s) URL in lower case, without port.';

create function private.require_vault()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if to_regclass('vault.decrypted_secrets') is null then
    raise exception 'Cannot reach the credentials: Vault is not installed'
      using errcode = 'IQ003', hint = 'Enable the extension supabase_vault';
  end if;
end;
$$;
comment on function private.require_vault() is 'Refuses (IQ003) where there is no Vault.';

create function private.read_credential(p_tenant_id uuid, p_provider_slug text)
returns text
language plpgsql
stable
security definer -- reads Vault, which no user may
set search_path = ''
as $$
declare
  v_given record;
begin
  perform private.require_vault();
  select c.host, s.decrypted_secret as credential, private.url_host(coalesce(i.base_url, p.default_base_url)) as host_now
  into v_given
  from public.tenant_integrations as i
  join public.integration_providers as p on p.slug = i.provider_slug
  join private.credentials as c on c.integration_id = i.id
  join vault.decrypted_secrets as s on s.id = c.secret_id
  where i.tenant_id = p_tenant_id and i.provider_slug = p_provider_slug;
  -- guard_settings drops a credential whose host changes. Whatever way an address changed without it: it is not sent there.
  if v_given.host is distinct from v_given.host_now then
    raise exception 'Cannot open the credential: it was given for "%", and the address is now at "%"', v_given.host, v_given.host_now
      using errcode = 'IQ006', hint = 'Set the credential again';
  end if;
  return v_given.credential;
end;
$$;
comment on function private.read_credential(uuid, text) is
  'The credential in clear, null when none was set. Errors: IQ003 no Vault, IQ006 it was given for another host. Granted to nobody: only definer functions of `private` call it.';

create function private.write_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
returns void
language plpgsql
security definer -- writes Vault, which no user may
set search_path = ''
as $$
declare
  v_integration_id uuid;
  v_host text;
  v_secret_id uuid;
begin
  perform private.require_vault();
  select i.id, private.url_host(coalesce(i.base_url, p.default_base_url)) into strict v_integration_id, v_host
  from public.tenant_integrations as i
  join public.integration_providers as p on p.slug = i.provider_slug
  where i.tenant_id = p_tenant_id and i.provider_slug = p_provider_slug
  for no key update of i;
  select secret_id into v_secret_id from private.credentials where integration_id = v_integration_id;

  if v_secret_id is null then
    v_secret_id := vault.create_secret(p_credential, 'integration/' || v_integration_id, 'Provider credential');
    insert into private.credentials (integration_id, secret_id, host, set_by)
    values (v_integration_id, v_secret_id, v_host, (select auth.uid()));
  else
    perform vault.update_secret(v_secret_id, p_credential);
    update private.credentials set host = v_host, set_by = (select auth.uid()) where integration_id = v_integration_id;
  end if;
  update public.tenant_integrations
  set credentials_updated_at = now(), tested_at = null, test_result = null
  where id = v_integration_id;
end;
$$;
comment on function private.write_credential(uuid, text, text) is
  'Stores or replaces a credential in Vault, for the host of the address as it is now. Granted to nobody: set_credential checks the caller.';

create function private.set_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
returns void
language plpgsql
security definer -- writes Vault after it has checked that the caller is an admin
set search_path = ''
as $$
begin
  if p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot set a credential: only an admin of the tenant may' using errcode = '42501';
  end if;
  if not exists (
    select 1 from public.tenant_integrations
    where tenant_id = p_tenant_id and provider_slug = p_provider_slug and removed_at is null
  ) then
    raise exception 'Cannot set a credential: integration "%" does not exist', p_provider_slug using errcode = 'P0002';
  end if;
  if p_credential is null or btrim(p_credential) = '' or length(p_credential) > 1000 or p_credential ~ '[[:cntrl:]]' then
    raise exception 'Cannot set a credential: it must have 1 to 1,000 printable characters' using errcode = '22023';
  end if;
  perform private.limit_action(
    (select auth.uid()), 'credentials_set', (select credentials_per_user_and_minute from private.queue_settings)
  );
  perform private.write_credential(p_tenant_id, p_provider_slug, btrim(p_credential));
end;
$$;
comment on function private.set_credential(uuid, text, text) is
  'Sets the credential of an integration. Errors: 42501 caller is no admin of the tenant, P0002 no such integration, 22023 empty or too long, IQ004 too many within a minute, IQ003 no Vault.';

create function public.set_integration_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
returns void language sql volatile set search_path = ''
as $$ select private.set_credential(p_tenant_id, p_provider_slug, p_credential); $$;
comment on function public.set_integration_credential(uuid, text, text) is 'Admins only, write-only: see private.set_credential.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.url_host(text), private.require_vault(), private.read_credential(uuid, text), private.write_credential(uuid, text, text),
  private.set_credential(uuid, text, text), public.set_integration_credential(uuid, text, text)
from public, anon, authenticated, service_role;
grant execute on function private.set_credential(uuid, text, text), public.set_integration_credential(uuid, text, text) to authenticated;
