-- What a sync function gets for one slice, and what is known of earlier reads.
-- A provider may be read incrementally only on top of a complete read with the same address, configuration and credential, and that
-- read must not be too old: a record that vanishes is no change that a provider tells.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column full_read_days integer not null default 7,
  add column short_read_share numeric not null default 0.5,
  add constraint full_reads_are_repeated check (full_read_days > 0),
  add constraint short_read_share_is_a_share check (short_read_share between 0 and 1);
comment on column private.queue_settings.full_read_days is 'At least so often everything is read, also where later runs usually read only what changed.';
comment on column private.queue_settings.short_read_share is 'A read that ends below this share of the last complete one needs its end proven twice.';

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.full_reads (
  tenant_id uuid not null,
  provider_slug text not null,
  job_id uuid not null,
  started_at timestamptz not null,
  records integer not null,
  primary key (tenant_id, provider_slug),
  constraint full_read_is_of_an_integration
    foreign key (tenant_id, provider_slug) references public.tenant_integrations (tenant_id, provider_slug) on delete cascade
);
comment on table private.full_reads is 'The last complete read of everything, one row per integration. Written by private.conclude_read.';
comment on column private.full_reads.started_at is 'When its job was made: changes of the provider from then on may be missing.';
comment on column private.full_reads.records is 'How many different records came.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.last_full_read(p_tenant_id uuid, p_provider_slug text)
returns private.full_reads
language plpgsql
stable
set search_path = ''
as $$
declare
  v_read private.full_reads;
begin
  select f.* into v_read
  from private.full_reads as f
  join public.tenant_integrations as i using (tenant_id, provider_slug)
  where f.tenant_id = p_tenant_id
    and f.provider_slug = p_provider_slug
    and f.started_at > greatest(i.settings_changed_at, i.credentials_updated_at);
  return v_read;
end;
$$;
comment on function private.last_full_read(uuid, text) is
  'The last complete read of everything by the connection as it is now; null when there is none: address, configuration and credential may lead to other records.';

create function private.changes_after(p_read private.full_reads)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_read.started_at is null
    or p_read.started_at <= now() - make_interval(days => (select full_read_days from private.queue_settings))
    or not (select reads_changes from public.integration_providers where slug = p_read.provider_slug)
  then
    return null;
  end if;
  -- created_at: started_at is that of the last attempt, which may have gone on with pages that an earlier one had read.
  return (
    select max(coalesce(read_began_at, created_at)) from public.integration_jobs
    where tenant_id = p_read.tenant_id and provider_slug = p_read.provider_slug and status = 'success'
      and created_at >= p_read.started_at
  );
end;
$$;
comment on function private.changes_after(private.full_reads) is
  'From when on changes of the provider may be missing after this complete read (private.last_full_read); null = everything has to be read.';

create function private.expected_total(p_tenant_id uuid, p_provider_slug text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  v_read private.full_reads := private.last_full_read(p_tenant_id, p_provider_slug);
begin
  if v_read.records > 0 then
    return case when private.changes_after(v_read) is null then v_read.records end;
  end if;
  return null;
end;
$$;
comment on function private.expected_total(uuid, text) is
  'How many records the next run should read: as many as the last complete read, when it reads everything again. Null = unknown: nobody can tell how much changed.';

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
      'last_success_started_at', private.changes_after(private.last_full_read(job.tenant_id, job.provider_slug)),
      'last_full_count', (private.last_full_read(job.tenant_id, job.provider_slug)).records,
      'short_read_share', (select short_read_share from private.queue_settings),
      'calls', private.hand_out_calls(p_job_id),
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
  'What a sync function needs for one slice: {state, tenant_id, provider_slug, base_url, config, is_enabled, last_success_started_at, last_full_count, short_read_share, calls, credential}. last_success_started_at: from when on changes may be missing; null = read everything. last_full_count: how many records the last complete read by the same connection had; null = there was none. short_read_share: a read of fewer than this share of them needs its end proven twice. calls: those of the provider that the slice may make, see private.hand_out_calls. Only with the current lease token.';

create function public.open_integration_slice(p_job_id uuid, p_lease_token uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.open_slice(p_job_id, p_lease_token); $$;
comment on function public.open_integration_slice(uuid, uuid) is 'service_role only: see private.open_slice.';

revoke all on private.full_reads from public, anon, authenticated, service_role;
revoke all on function
  private.last_full_read(uuid, text), private.changes_after(private.full_reads), private.expected_total(uuid, text),
  private.open_slice(uuid, uuid), public.open_integration_slice(uuid, uuid)
from public, anon, authenticated, service_role;
grant execute on function private.open_slice(uuid, uuid), public.open_integration_slice(uuid, uuid) to service_role;
