-- What a sync function gets for one slice.
-- A provider may be read incrementally only on top of a complete run with the same address, configuration and credential.

create function private.open_slice(p_job_id uuid, p_token uuid)
returns jsonb
language plpgsql
security definer -- hands the credential to the holder of the lease, and to nobody else
set search_path = ''
as $$
declare
  v_state text := private.lease_state(p_job_id, p_token);
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  return (
    select jsonb_build_object(
      'state', v_state,
      'tenant_id', job.tenant_id,
      'provider_slug', job.provider_slug,
      'base_url', coalesce(integration.base_url, provider.default_base_url),
      'config', integration.config,
      'is_enabled', integration.is_enabled,
      'last_success_started_at', (
        -- created_at: started_at is that of the last attempt, which may have gone on with pages that an earlier one had read.
        select max(done.created_at)
        from public.integration_jobs as done
        where done.tenant_id = job.tenant_id
          and done.provider_slug = job.provider_slug
          and done.status = 'success'
          and done.created_at > greatest(integration.settings_changed_at, integration.credentials_updated_at)
      ),
      'credential', private.read_credential(job.tenant_id, job.provider_slug)
    )
    from public.integration_jobs as job
    join public.integration_providers as provider on provider.slug = job.provider_slug
    join public.tenant_integrations as integration
      on integration.tenant_id = job.tenant_id and integration.provider_slug = job.provider_slug
    where job.id = p_job_id
  );
end;
$$;
comment on function private.open_slice(uuid, uuid) is
  'What a sync function needs for one slice: {state, tenant_id, provider_slug, base_url, config, is_enabled, last_success_started_at, credential}. last_success_started_at: from when on changes may be missing; null = read everything. Only with the current lease token.';

create function public.open_integration_slice(p_job_id uuid, p_lease_token uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.open_slice(p_job_id, p_lease_token); $$;
comment on function public.open_integration_slice(uuid, uuid) is 'service_role only: see private.open_slice.';

revoke all on function private.open_slice(uuid, uuid), public.open_integration_slice(uuid, uuid)
from public, anon, authenticated, service_role;
grant execute on function private.open_slice(uuid, uuid), public.open_integration_slice(uuid, uuid) to service_role;
