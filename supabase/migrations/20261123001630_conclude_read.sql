-- The end of a read: what the provider no longer has is marked as gone, never deleted.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column gone_share_limit numeric not null default 0.20,
  add column gone_share_floor integer not null default 20,
  add constraint gone_share_is_sane check (gone_share_limit between 0 and 1 and gone_share_floor >= 0);
comment on column private.queue_settings.gone_share_limit is
  'When more than this share of the records is missing at once, none is marked as gone before an admin has confirmed it.';
comment on column private.queue_settings.gone_share_floor is 'Fewer missing records than this are marked as gone whatever their share.';

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.pending_removals (
  tenant_id uuid not null,
  provider_slug text not null,
  job_id uuid not null unique,
  record_ids uuid[] not null,
  primary key (tenant_id, provider_slug),
  constraint removals_are_of_an_integration
    foreign key (tenant_id, provider_slug) references public.tenant_integrations (tenant_id, provider_slug) on delete cascade
);
comment on table private.pending_removals is
  'Records that did not come in the last full read, too many to be marked as gone without an admin''s word. Until that word, or the next full read.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.record_table(p_provider public.integration_providers)
returns regclass
language sql
stable
set search_path = ''
as $$
  select to_regclass('public.' || substr(p_provider.upsert_function, length('upsert_') + 1));
$$;
comment on function private.record_table(public.integration_providers) is 'The table that the provider''s upsert function fills; null when it has another name.';

create function private.read_was_full(p_job_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(bool_and(p.is_full), false)
      and count(distinct coalesce(p.scope, '{}')) = 1
      and bool_or(p.keys <> '{}')
      and (select l.is_complete from private.job_leases as l where l.job_id = p_job_id)
    from private.read_pages as p
    where p.job_id = p_job_id
  );
end;
$$;
comment on function private.read_was_full(uuid) is
  'Whether a run read everything to its end and found something: only then is what did not come gone. False for an empty, a partial and an incremental read.';

create function private.missing_records(p_job_id uuid, out record_ids uuid[], out stored integer)
returns record
language plpgsql
stable
set search_path = ''
as $$
declare
  v_job public.integration_jobs;
  v_provider public.integration_providers;
  v_scope jsonb := (select scope from private.read_pages where job_id = p_job_id limit 1);
begin
  select * into strict v_job from public.integration_jobs where id = p_job_id;
  select * into strict v_provider from public.integration_providers where slug = v_job.provider_slug;
  if private.record_table(v_provider) is null then
    record_ids := '{}';
    stored := 0;
    return;
  end if;
  -- A record without an id of the provider cannot be missed. Membership is asked of a hashed list and not by a join: the planner knows
  -- neither how many keys came nor how many rows a first run has stored, and would compare each with each.
  execute format(
    $query$
      with
        came as materialized (
          select key from private.read_pages as p cross join unnest(p.keys) as key where p.job_id = $1 and key is not null
        )
      select coalesce(array_agg(r.id) filter (where r.%2$I::text not in (select key from came)), '{}'), count(*)
      from %1$s as r
      where r.tenant_id = $2 and r.gone_at is null and r.%2$I is not null %3$s
    $query$,
    private.record_table(v_provider),
    v_provider.record_key,
    case when v_scope is not null then format('and r.%I between %L::date and %L::date', v_scope ->> 'column', v_scope ->> 'from', v_scope ->> 'to') end
  )
  into record_ids, stored
  using p_job_id, v_job.tenant_id;
end;
$$;
comment on function private.missing_records(uuid) is
  'The stored records, within what the run covered, that are there and did not come, and how many are stored there in all.';

create function private.mark_gone(p_job_id uuid, p_record_ids uuid[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_provider public.integration_providers;
  v_marked integer;
begin
  select p.* into strict v_provider
  from public.integration_jobs as j
  join public.integration_providers as p on p.slug = j.provider_slug
  where j.id = p_job_id;
  if p_record_ids = '{}' then
    return 0;
  end if;
  perform private.write_for_job(p_job_id);
  execute format(
    'update %s set gone_at = now(), gone_by_job = $1, updated_at = clock_timestamp() where id = any ($2) and gone_at is null',
    private.record_table(v_provider)
  ) using p_job_id, p_record_ids;
  get diagnostics v_marked = row_count;
  return v_marked;
end;
$$;
comment on function private.mark_gone(uuid, uuid[]) is 'Marks records as gone in the name of a run; those that are already stay as they are. Returns how many.';

create function private.retry_refused(p_job_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_job public.integration_jobs;
  v_provider public.integration_providers;
  v_refused jsonb := (
    select jsonb_agg(record order by page)
    from private.read_pages
    cross join lateral jsonb_array_elements(refused) as record
    where job_id = p_job_id
  );
  v_written jsonb;
  v_labels text[];
begin
  if v_refused is null then
    return;
  end if;
  select * into strict v_job from public.integration_jobs where id = p_job_id;
  select * into strict v_provider from public.integration_providers where slug = v_job.provider_slug;
  perform private.write_for_job(p_job_id);
  perform set_config('integrations.read_is_over', 'true', true);
  v_written := private.upsert_rows(v_provider, v_job.tenant_id, v_refused);
  perform set_config('integrations.read_is_over', '', true);

  -- What was said of them while they waited makes way for what is so.
  select array_agg(private.record_label(record, v_provider.record_key)) into v_labels from jsonb_array_elements(v_refused) as record;
  update private.job_leases
  set
    counters = private.add_counters(
      counters,
      (v_written - 'problem_list') || jsonb_build_object(
        'problems', jsonb_array_length(v_written -> 'problem_list') - jsonb_array_length(v_refused)
      )
    ),
    problems = (
      select coalesce(jsonb_agg(problem order by position), '[]')
      from (
        select problem, position
        from jsonb_array_elements(problems || private.scrub_problems(v_written -> 'problem_list')) with ordinality as listed (problem, position)
        where position > jsonb_array_length(problems) or problem ->> 'item' <> all (v_labels)
        order by position
        limit 50
      ) as first_problems
    )
  where job_id = p_job_id;
  delete from public.integration_changes where job_id = p_job_id and kind = 'problem' and label = any (v_labels);
  perform private.note_problems(p_job_id, v_written -> 'problem_list');
end;
$$;
comment on function private.retry_refused(uuid) is
  'At the end of a complete read: stores the records that were refused for the sake of one that then did not come, or went elsewhere. Those are no problems any more; of the others the reason is the final one.';

create function private.conclude_read(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- marks synced data and writes the private lease
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_missing record;
  v_removed integer := 0;
  v_is_mass boolean;
begin
  if not private.read_was_full(p_job_id) then
    return '{}';
  end if;
  select * into strict v_settings from private.queue_settings;
  perform private.retry_refused(p_job_id);
  v_missing := private.missing_records(p_job_id);
  v_is_mass := cardinality(v_missing.record_ids) >= v_settings.gone_share_floor
    and cardinality(v_missing.record_ids) > v_settings.gone_share_limit * v_missing.stored;

  delete from private.pending_removals as r
  using public.integration_jobs as j
  where j.id = p_job_id and r.tenant_id = j.tenant_id and r.provider_slug = j.provider_slug;
  if v_is_mass then
    insert into private.pending_removals (tenant_id, provider_slug, job_id, record_ids)
    select tenant_id, provider_slug, id, v_missing.record_ids from public.integration_jobs where id = p_job_id;
  else
    v_removed := private.mark_gone(p_job_id, v_missing.record_ids);
  end if;
  update private.job_leases
  set counters = private.add_counters(counters, jsonb_build_object('removed', v_removed))
  where job_id = p_job_id;

  insert into private.full_reads (tenant_id, provider_slug, job_id, started_at, records)
  select
    tenant_id, provider_slug, id, coalesce(read_began_at, created_at),
    (select count(distinct key) from private.read_pages as p cross join unnest(p.keys) as key where p.job_id = p_job_id)
  from public.integration_jobs
  where id = p_job_id
  on conflict (tenant_id, provider_slug) do update
  set job_id = excluded.job_id, started_at = excluded.started_at, records = excluded.records;

  if not v_is_mass then
    return '{}';
  end if;
  return jsonb_build_object('warnings', jsonb_build_array(jsonb_build_object(
    'code', 'mass_removal', 'missing', cardinality(v_missing.record_ids), 'stored', v_missing.stored, 'limit', v_settings.gone_share_limit
  )));
end;
$$;
comment on function private.conclude_read(uuid) is
  'Part of finish_job, before the result is built: after a complete read of everything marks what did not come as gone and counts it ("removed" in the counters of the lease). '
  'When that would be more than gone_share_limit of the stored records (and at least gone_share_floor), nothing is marked until an admin confirms it. '
  'Returns what the result has besides the counters: {} or {"warnings": [{"code": "mass_removal", "missing", "stored", "limit"}]}: so many of so many records did not come, the limit is a share (0..1).';

create function private.confirm_removals(p_job_id uuid)
returns jsonb
language plpgsql
security definer -- marks synced data after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_pending private.pending_removals;
  v_removed integer;
begin
  select * into v_pending from private.pending_removals where job_id = p_job_id for update;
  -- A stranger learns nothing about jobs of others.
  if v_pending is null or v_pending.tenant_id not in (select private.tenants_of_caller(array['admin', 'auditor'])) then
    raise exception 'Cannot confirm removals: job % has none that wait, perhaps a newer run decided', p_job_id using errcode = 'P0002';
  end if;
  if v_pending.tenant_id not in (select private.tenants_of_caller(array['admin'])) then
    raise exception 'Cannot confirm removals: only an admin of the tenant may' using errcode = '42501';
  end if;
  v_removed := private.mark_gone(p_job_id, v_pending.record_ids);
  delete from private.pending_removals where job_id = p_job_id;
  insert into public.integration_events (tenant_id, provider_slug, job_id, actor_id, action, details)
  values (
    v_pending.tenant_id, v_pending.provider_slug, p_job_id, (select auth.uid()), 'removals_confirmed',
    jsonb_build_object('removed', v_removed)
  );
  return jsonb_build_object('removed', v_removed);
end;
$$;
comment on function private.confirm_removals(uuid) is
  'Marks as gone what the full read of this job missed (warning mass_removal). Returns {"removed"}. Errors: P0002 nothing waits (confirmed already, or a newer full read decided, or another tenant''s job), 42501 the caller is an auditor.';

create function public.confirm_integration_removals(p_job_id uuid)
returns jsonb language sql volatile set search_path = ''
as $$ select private.confirm_removals(p_job_id); $$;
comment on function public.confirm_integration_removals(uuid) is 'Admins only: see private.confirm_removals.';

create function private.has_pending_removals(p_job_id uuid)
returns boolean
language sql
stable
security definer -- tells members of the tenant, who cannot read the private table
set search_path = ''
as $$
  select exists (
    select 1 from private.pending_removals
    where job_id = p_job_id and tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
  );
$$;
comment on function private.has_pending_removals(uuid) is 'Whether the removals of this job still wait for an admin. False for strangers.';

create function public.integration_removals_pending(p_job_id uuid)
returns boolean language sql stable set search_path = ''
as $$ select private.has_pending_removals(p_job_id); $$;
comment on function public.integration_removals_pending(uuid) is 'Admins and auditors: see private.has_pending_removals.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.pending_removals from public, anon, authenticated, service_role;
revoke all on function
  private.record_table(public.integration_providers), private.read_was_full(uuid), private.missing_records(uuid),
  private.mark_gone(uuid, uuid[]), private.retry_refused(uuid), private.conclude_read(uuid), private.confirm_removals(uuid),
  private.has_pending_removals(uuid), public.confirm_integration_removals(uuid), public.integration_removals_pending(uuid)
from public, anon, authenticated, service_role;
grant execute on function
  private.confirm_removals(uuid), private.has_pending_removals(uuid),
  public.confirm_integration_removals(uuid), public.integration_removals_pending(uuid)
to authenticated;
