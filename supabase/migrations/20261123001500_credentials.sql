-- Provider credentials: written by admins, kept in Vault, read only by the holder of a live lease (open_slice).
-- Plain Postgres has no Vault: the functions then say so instead of storing a secret anywhere else.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.credential_name(p_tenant_id uuid, p_provider_slug text)
returns text
language sql
immutable
set search_path = ''
as $$
  select 'integration/' || p_tenant_id || '/' || p_provider_slug;
$$;
comment on function private.credential_name(uuid, text) is 'Name of the secret in Vault.';

create function private.read_credential(p_tenant_id uuid, p_provider_slug text)
returns text
language plpgsql
stable
security definer -- only the owner of the migrations may read Vault
set search_path = ''
as $$
declare
  v_credential text;
begin
  if to_regclass('vault.decrypted_secrets') is null then
    raise exception 'Cannot read a credential: Vault is not installed'
      using errcode = 'IQ003', hint = 'Enable the extension supabase_vault';
  end if;
  select decrypted_secret into v_credential
  from vault.decrypted_secrets
  where name = private.credential_name(p_tenant_id, p_provider_slug);
  return v_credential;
end;
$$;
comment on function private.read_credential(uuid, text) is 'The credential in clear, null when none was set. Granted to nobody: only definer functions of `private` call it.';

create function private.write_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
returns void
language plpgsql
security definer -- only the owner of the migrations may write Vault
set search_path = ''
as $$
declare
  v_name text := private.credential_name(p_tenant_id, p_provider_slug);
  v_id uuid;
begin
  if to_regclass('vault.decrypted_secrets') is null then
    raise exception 'Cannot store a credential: Vault is not installed'
      using errcode = 'IQ003', hint = 'Enable the extension supabase_vault';
  end if;
  perform 1 from public.tenant_integrations
  where tenant_id = p_tenant_id and provider_slug = p_provider_slug
  for no key update;
  select id into v_id from vault.decrypted_secrets where name = v_name;
  if v_id is null then
    perform vault.create_secret(p_credential, v_name, 'Provider credential');
  else
    perform vault.update_secret(v_id, p_credential);
  end if;
  update public.tenant_integrations
  set credentials_updated_at = now()
  where tenant_id = p_tenant_id and provider_slug = p_provider_slug;
end;
$$;
comment on function private.write_credential(uuid, text, text) is 'Stores or replaces a credential in Vault. Granted to nobody: set_credential checks the caller.';

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
    select 1 from public.tenant_integrations where tenant_id = p_tenant_id and provider_slug = p_provider_slug
  ) then
    raise exception 'Cannot set a credential: integration "%" does not exist', p_provider_slug using errcode = 'P0002';
  end if;
  if p_credential is null or btrim(p_credential) = '' or length(p_credential) > 1000 or p_credential ~ '[[:cntrl:]]' then
    raise exception 'Cannot set a credential: it must have 1 to 1,000 printable characters' using errcode = '22023';
  end if;
  perform private.write_credential(p_tenant_id, p_provider_slug, btrim(p_credential));
end;
$$;
comment on function private.set_credential(uuid, text, text) is
  'Sets the credential of an integration. Errors: 42501 caller is no admin of the tenant, P0002 no such integration, 22023 empty or too long, IQ003 no Vault.';

create function public.set_integration_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
returns void language sql volatile set search_path = ''
as $$ select private.set_credential(p_tenant_id, p_provider_slug, p_credential); $$;
comment on function public.set_integration_credential(uuid, text, text) is 'Admins only, write-only: see private.set_credential.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.credential_name(uuid, text), private.read_credential(uuid, text), private.write_credential(uuid, text, text),
  private.set_credential(uuid, text, text), public.set_integration_credential(uuid, text, text)
from public, anon, authenticated, service_role;
grant execute on function private.set_credential(uuid, text, text), public.set_integration_credential(uuid, text, text) to authenticated;
