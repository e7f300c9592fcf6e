-- Contacts follow their companies: when companies come, change or go, the contacts of the tenant are matched anew, so that it does not
-- matter in which order, or at the same time, the two are read.
--
-- Whoever changes names of companies marks the tenant. The end of a run, and the tick for what is left, walk through its contacts once. A pass
-- holds the matching lock alone and whoever writes contacts holds it shared until commit: a contact is either seen by the pass, or
-- matched after it with the companies that the pass saw.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.match_passes (
  tenant_id uuid primary key references public.tenants (id) on delete cascade,
  changes bigint not null default 1,
  walked_changes bigint,
  walked_to uuid,
  constraint a_walk_is_for_a_change check (walked_to is null or walked_changes is not null)
);
comment on table private.match_passes is 'Tenants whose companies changed since their contacts were matched; no row = nothing to do.';
comment on column private.match_passes.changes is 'Counts the changes: a pass that began before the last one begins anew.';
comment on column private.match_passes.walked_to is 'Contacts up to this id have been matched anew since change number walked_changes.';
revoke all on private.match_passes from public, anon, authenticated, service_role;

-- ── marking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.request_match_pass()
returns trigger
language plpgsql
security definer -- marks the tenant, whoever writes companies
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    insert into private.match_passes as p (tenant_id)
    select distinct c.tenant_id
    from new_companies as c
    join old_companies as o on o.id = c.id
    where (c.legal_name, c.trade_name, c.document, c.is_active, c.gone_at is null)
      is distinct from (o.legal_name, o.trade_name, o.document, o.is_active, o.gone_at is null)
    on conflict (tenant_id) do update set changes = p.changes + 1;
  elsif tg_op = 'INSERT' then
    insert into private.match_passes as p (tenant_id)
    select distinct tenant_id from new_companies
    on conflict (tenant_id) do update set changes = p.changes + 1;
  else
    insert into private.match_passes as p (tenant_id)
    select distinct c.tenant_id from old_companies as c join public.tenants as t on t.id = c.tenant_id
    on conflict (tenant_id) do update set changes = p.changes + 1;
  end if;
  return null;
end;
$$;
comment on function private.request_match_pass() is 'After-statement trigger: the contacts of the tenants of new, changed and deleted companies must be matched anew.';

create trigger request_match_pass_for_new after insert on public.companies
referencing new table as new_companies
for each statement execute function private.request_match_pass();
create trigger request_match_pass_for_changed after update on public.companies
referencing old table as old_companies new table as new_companies
for each statement execute function private.request_match_pass();
create trigger request_match_pass_for_deleted after delete on public.companies
referencing old table as old_companies
for each statement execute function private.request_match_pass();

create function private.request_all_match_passes()
returns trigger
language plpgsql
security definer -- marks all tenants, whoever changes the setting
set search_path = ''
as $$
begin
  insert into private.match_passes as p (tenant_id)
  select distinct tenant_id from public.contacts
  on conflict (tenant_id) do update set changes = p.changes + 1;
  return null;
end;
$$;
comment on function private.request_all_match_passes() is
  'After-statement trigger: with another rule all contacts must be matched anew. A release that changes how names are matched marks all tenants in the same way.';

create trigger request_match_passes_for_new_rule after update of contact_review_from on private.queue_settings
for each row when (new.contact_review_from is distinct from old.contact_review_from)
execute function private.request_all_match_passes();

-- ── walking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.walk_match_pass(p_tenant_id uuid, p_contacts integer)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_changes bigint;
  v_walked_to uuid;
  v_ids uuid[];
begin
  if not exists (select from private.match_passes where tenant_id = p_tenant_id) then
    return 0;
  end if;
  perform pg_advisory_xact_lock(private.matching_lock(p_tenant_id));
  select changes, case when walked_changes = changes then walked_to end into v_changes, v_walked_to
  from private.match_passes
  where tenant_id = p_tenant_id
  for update;
  if not found then
    return 0;
  end if;
  select array_agg(id order by id) into v_ids
  from (
    select c.id
    from public.contacts as c
    where c.tenant_id = p_tenant_id and (v_walked_to is null or c.id > v_walked_to)
    order by c.id
    limit p_contacts
  ) as next;
  perform private.apply_contact_matches(p_tenant_id, v_ids);
  if coalesce(cardinality(v_ids), 0) < p_contacts then
    delete from private.match_passes where tenant_id = p_tenant_id;
  else
    update private.match_passes
    set walked_to = v_ids[cardinality(v_ids)], walked_changes = v_changes
    where tenant_id = p_tenant_id;
  end if;
  return coalesce(cardinality(v_ids), 0);
end;
$$;
comment on function private.walk_match_pass(uuid, integer) is
  'Matches the next so many contacts of a tenant whose companies changed; returns how many there were. Writes only what changed.';

create function private.companies_are_being_read(p_tenant_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.integration_jobs as j
    join public.integration_providers as provider on provider.slug = j.provider_slug
    where j.tenant_id = p_tenant_id and j.status = 'running' and provider.upsert_function = 'upsert_companies'
  );
end;
$$;
comment on function private.companies_are_being_read(uuid) is 'Whether a run that fills the companies of the tenant is under way.';

create function private.conclude_matching(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- matches contacts for the run that ends
set search_path = ''
as $$
declare
  v_job public.integration_jobs;
  v_fills text;
begin
  select * into strict v_job from public.integration_jobs where id = p_job_id;
  select upsert_function into strict v_fills from public.integration_providers where slug = v_job.provider_slug;
  if v_fills not in ('upsert_companies', 'upsert_contacts') then
    return '[]';
  end if;
  perform private.write_for_job(p_job_id);
  -- As many as take about a second or two; the tick goes on with the rest. While companies are still being read, the end of that run does it.
  if v_fills = 'upsert_companies' or not private.companies_are_being_read(v_job.tenant_id) then
    perform private.walk_match_pass(v_job.tenant_id, 2000);
  end if;
  if v_fills = 'upsert_contacts'
    and exists (select from public.contacts where tenant_id = v_job.tenant_id and gone_at is null)
    and not exists (select from public.companies where tenant_id = v_job.tenant_id and gone_at is null) then
    return '[{"code": "no_companies_yet"}]';
  end if;
  return '[]';
end;
$$;
comment on function private.conclude_matching(uuid) is
  'Part of finish_job: matches contacts anew if companies changed, in the name of the run. Returns the warnings of the result: [] or [{"code": "no_companies_yet"}] when there was nothing to match with.';

create function private.walk_match_passes()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tenant_id uuid;
  v_left integer := 2000;
begin
  for v_tenant_id in
    select p.tenant_id
    from private.match_passes as p
    -- While companies are being read, the end of that run does it.
    where not private.companies_are_being_read(p.tenant_id)
    order by p.tenant_id
    limit 20
  loop
    exit when v_left <= 0;
    v_left := v_left - private.walk_match_pass(v_tenant_id, v_left);
  end loop;
  return 2000 - v_left;
end;
$$;
comment on function private.walk_match_passes() is
  'Part of the tick: goes on with tenants whose companies changed and whose contacts no run has matched to the end. Returns how many contacts.';

revoke all on function private.request_match_pass(), private.request_all_match_passes(),
  private.walk_match_pass(uuid, integer), private.companies_are_being_read(uuid), private.conclude_matching(uuid),
  private.walk_match_passes() from public;
