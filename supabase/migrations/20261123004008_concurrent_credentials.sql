-- Two first credentials at the same moment: the second replaces the first instead of failing on its name.
create or replace function private.write_credential(p_tenant_id uuid, p_provider_slug text, p_credential text)
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
