-- Adding an integration to a group and removing it. A removed one keeps its row: its runs, its trail and what it brought belong to it, and an
-- auditor asks for them later. What goes is the credential, and everything that would start by itself.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.add_integration(p_tenant_id uuid, p_provider_slug text, p_base_url text, p_credential text)
returns uuid
language plpgsql
security definer -- revives a removed row, which no user may, after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_provider public.integration_providers;
  v_id uuid;
begin
  if p_tenant_id is null or p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot add an integration: only an admin of the tenant may' using errcode = '42501';
  end if;
  select * into v_provider from public.integration_providers where slug = p_provider_slug;
  if not found then
    raise exception 'Cannot add an integration: there is no provider "%"', left(p_provider_slug, 40) using errcode = 'P0002';
  end if;
  if coalesce(p_base_url, v_provider.default_base_url) is null then
    raise exception 'Cannot add an integration: provider "%" has no address for everybody, and none was given', p_provider_slug
      using errcode = '22023', hint = 'Give the base URL';
  end if;

  insert into public.tenant_integrations as integration (tenant_id, provider_slug, base_url)
  values (p_tenant_id, p_provider_slug, p_base_url)
  on conflict (tenant_id, provider_slug) do update
  -- Added again it is another one: nothing that was set before counts, and its first run reads everything.
  set removed_at = null, base_url = excluded.base_url, config = '{}', created_at = now(), settings_changed_at = now()
  where integration.removed_at is not null
  returning id into v_id;
  if v_id is null then
    raise exception 'Cannot add an integration: the tenant has "%" already', p_provider_slug using errcode = 'IQ008';
  end if;
  if p_credential is not null then
    perform private.set_credential(p_tenant_id, p_provider_slug, p_credential);
  end if;
  return v_id;
end;
$$;
comment on function private.add_integration(uuid, text, text, text) is
  'Adds an integration, switched off, with its credential if one is given; returns its id. Errors: 42501 caller is no admin of the tenant, P0002 no such provider, 22023 no address or no fit credential, IQ005 address refused, IQ008 it is there already, IQ004 too many within a minute or an hour, IQ003 no Vault.';

create function public.add_tenant_integration(
  p_tenant_id uuid, p_provider_slug text, p_base_url text default null, p_credential text default null
)
returns uuid language sql volatile set search_path = ''
as $$ select private.add_integration(p_tenant_id, p_provider_slug, p_base_url, p_credential); $$;
comment on function public.add_tenant_integration(uuid, text, text, text) is
  'Admins only: see private.add_integration. Base URL null: the provider''s own; credential null: to be set later.';

create function private.remove_integration(p_tenant_id uuid, p_provider_slug text)
returns integer
language plpgsql
security definer -- deletes a credential and marks the row, which no user may, after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_canceled integer;
  v_id uuid;
begin
  if p_tenant_id is null or p_tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot remove an integration: only an admin of the tenant may' using errcode = '42501';
  end if;
  -- First of all the job, as whatever ends one does: the other way round two of them would wait for each other.
  update public.integration_jobs
  set status = 'canceled'
  where tenant_id = p_tenant_id and provider_slug = p_provider_slug and status in ('pending', 'running');
  get diagnostics v_canceled = row_count;

  update public.tenant_integrations
  set
    removed_at = now(), is_enabled = false, credentials_updated_at = null, tested_at = null, test_result = null,
    schedule_kind = 'off', schedule_time = null, schedule_weekday = null
  where tenant_id = p_tenant_id and provider_slug = p_provider_slug and removed_at is null
  returning id into v_id;
  if v_id is null then
    raise exception 'Cannot remove an integration: "%" does not exist', left(p_provider_slug, 40) using errcode = 'P0002';
  end if;
  delete from private.credentials where integration_id = v_id;
  delete from private.resume_points where tenant_id = p_tenant_id and provider_slug = p_provider_slug;
  return v_canceled;
end;
$$;
comment on function private.remove_integration(uuid, text) is
  'Removes an integration: cancels its run, deletes its credential, and marks the row; runs, logs, trail and what was read stay. Returns how many runs it cancelled (0 or 1). Errors: 42501 caller is no admin of the tenant, P0002 no such integration, IQ004 too many changes within an hour.';

create function public.remove_tenant_integration(p_tenant_id uuid, p_provider_slug text)
returns integer language sql volatile set search_path = ''
as $$ select private.remove_integration(p_tenant_id, p_provider_slug); $$;
comment on function public.remove_tenant_integration(uuid, text) is 'Admins only: see private.remove_integration.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.add_integration(uuid, text, text, text), public.add_tenant_integration(uuid, text, text, text),
  private.remove_integration(uuid, text), public.remove_tenant_integration(uuid, text)
from public, anon, authenticated, service_role;
grant execute on function
  private.add_integration(uuid, text, text, text), public.add_tenant_integration(uuid, text, text, text),
  private.remove_integration(uuid, text), public.remove_tenant_integration(uuid, text)
to authenticated;
