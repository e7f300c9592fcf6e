-- "Testar conexão": what a sync function needs to try a connection for an admin, without a job.

create function private.open_connection_test(p_tenant_id uuid, p_provider_slug text, p_user_id uuid)
returns jsonb
language plpgsql
security definer -- hands the credential to a sync function that tries it for an admin
set search_path = ''
as $$
begin
  -- test-integration has checked this before it asks; the door does not rely on it.
  if not exists (
    select 1 from public.tenant_members where tenant_id = p_tenant_id and user_id = p_user_id and role = 'admin'
  ) then
    raise exception 'Cannot test a connection: only an admin of the tenant may' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'base_url', coalesce(integration.base_url, provider.default_base_url),
      'credential', case when integration.credentials_updated_at is not null
        then private.read_credential(p_tenant_id, p_provider_slug)
      end
    )
    from public.integration_providers as provider
    left join public.tenant_integrations as integration
      on integration.tenant_id = p_tenant_id and integration.provider_slug = provider.slug
    where provider.slug = p_provider_slug
  );
end;
$$;
comment on function private.open_connection_test(uuid, text, uuid) is
  'Stored base URL (or the provider''s own) and credential, each null when there is none: {base_url, credential}; null for an unknown provider. Errors: 42501 the user is no admin of the tenant.';

create function public.open_integration_connection_test(p_tenant_id uuid, p_provider_slug text, p_user_id uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.open_connection_test(p_tenant_id, p_provider_slug, p_user_id); $$;
comment on function public.open_integration_connection_test(uuid, text, uuid) is 'service_role only: see private.open_connection_test.';

revoke all on function private.open_connection_test(uuid, text, uuid), public.open_integration_connection_test(uuid, text, uuid)
from public, anon, authenticated, service_role;
grant execute on function private.open_connection_test(uuid, text, uuid), public.open_integration_connection_test(uuid, text, uuid)
to service_role;
