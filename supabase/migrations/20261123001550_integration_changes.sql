-- What each run changed, record by record and field by field. Written by statement triggers of the tables that runs fill, in the
-- transaction of the page: a run that changes nothing writes nothing here.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column keep_changes_days integer not null default 90,
  add column max_changes_per_run integer not null default 100000,
  add column max_problems_per_run integer not null default 5000,
  add constraint changes_are_kept_and_bounded
    check (keep_changes_days > 0 and max_changes_per_run >= 0 and max_problems_per_run >= 50);
comment on column private.queue_settings.keep_changes_days is 'What a run changed, and its problems, are deleted after so many days.';
comment on column private.queue_settings.max_changes_per_run is 'About so many changes of one run are noted; its counters count the others too.';
comment on column private.queue_settings.max_problems_per_run is 'About so many problems of one run are noted; its counters count the others too.';

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_changes (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  -- No foreign key: jobs are kept longer than changes.
  job_id uuid not null,
  provider_slug text not null,
  entity text not null,
  record_id uuid,
  label text not null,
  kind text not null,
  fields jsonb not null default '[]',
  reason text,
  created_at timestamptz not null default now(),
  constraint kind_is_valid check (kind in ('created', 'updated', 'gone', 'returned', 'problem')),
  constraint fields_are_a_list check (jsonb_typeof(fields) = 'array'),
  constraint a_problem_has_a_reason check ((kind = 'problem') = (reason is not null)),
  constraint a_problem_has_no_record check ((kind = 'problem') = (record_id is null))
);
comment on table public.integration_changes is 'What a run created, changed, marked as gone or found again, and the records that it could not take over.';
comment on column public.integration_changes.entity is 'Table of the record: companies, receivables, contacts.';
comment on column public.integration_changes.label is 'Name of the record for people, as it was then; of a problem, which record it is.';
comment on column public.integration_changes.fields is
  'What differs, [{"field", "before", "after"}], values as in the table (a company_id as the company''s name); [] unless updated or returned. Scrubbed.';
comment on column public.integration_changes.reason is 'Of a problem: why, for people (Portuguese).';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- The list of a run, in pages. A search for a label reads the rows of one run, which are bounded.
create index integration_changes_by_job on public.integration_changes (job_id, id);
create index integration_changes_by_tenant on public.integration_changes (tenant_id);

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.integration_changes enable row level security;
create policy "Admins and auditors read the changes of their tenant" on public.integration_changes
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

revoke all on public.integration_changes from public, anon, authenticated, service_role;
revoke all on sequence public.integration_changes_id_seq from public, anon, authenticated, service_role;
grant select on public.integration_changes to authenticated, service_role;

-- ── which run ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.current_job()
returns uuid
language sql
stable
set search_path = ''
as $$
  select nullif(current_setting('integrations.job_id', true), '')::uuid;
$$;
comment on function private.current_job() is 'The run in whose name this transaction writes; null = none.';

create function private.write_for_job(p_job_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select set_config('integrations.job_id', p_job_id::text, true);
$$;
comment on function private.write_for_job(uuid) is 'What the transaction writes from here on is noted as changed by this run.';

create function private.may_note(p_job_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select p_job_id is not null and coalesce(
    (
      select (l.counters ->> 'created')::bigint + (l.counters ->> 'updated')::bigint < s.max_changes_per_run
      from private.job_leases as l
      cross join private.queue_settings as s
      where l.job_id = p_job_id
    ),
    true
  );
$$;
comment on function private.may_note(uuid) is 'Whether changes of this transaction are noted: it writes for a run, and that has not changed too much already.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.scrub_value(p_value jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case when jsonb_typeof(p_value) = 'string' then to_jsonb(private.scrub(p_value #>> '{}')) else p_value end;
$$;
comment on function private.scrub_value(jsonb) is 'A text without anything that looks like a credential; other values as they are.';

create function private.note_created()
returns trigger
language plpgsql
security definer -- writes what changed, whoever writes the records
set search_path = ''
as $$
declare
  v_job uuid := private.current_job();
begin
  -- Most statements of a run change no row: those must cost nothing.
  if exists (select 1 from new_rows) and private.may_note(v_job) then
    insert into public.integration_changes (tenant_id, job_id, provider_slug, entity, record_id, label, kind)
    with
      labels as materialized (
        select n.tenant_id, n.id, coalesce(row ->> tg_argv[0], row ->> 'external_id', row ->> 'guid', '') as label
        from new_rows as n
        cross join lateral to_jsonb(n) as json (row)
      ),
      -- One look at all of them together, for most have nothing to scrub.
      looked as materialized (
        select private.mentions_secrets(private.fold(string_agg(label, E'\n'))) as is_suspect from labels
      )
    select
      l.tenant_id, v_job, j.provider_slug, tg_table_name, l.id,
      case when looked.is_suspect then private.scrub(l.label) else left(l.label, 1000) end, 'created'
    from labels as l
    cross join looked
    cross join (select provider_slug from public.integration_jobs where id = v_job) as j;
  end if;
  return null;
end;
$$;
comment on function private.note_created() is 'After-statement trigger on insert: notes the new records of a run. Argument: the column with the name for people, where that is empty the id at the provider.';

create function private.company_name(p_company_id text)
returns jsonb
language plpgsql -- the table of companies comes with a later migration
stable
set search_path = ''
as $$
begin
  return (select to_jsonb(legal_name) from public.companies where id = p_company_id::uuid);
end;
$$;
comment on function private.company_name(text) is 'Name of the company with this id, as a JSON text; null for none.';

create function private.note_changed()
returns trigger
language plpgsql
security definer -- writes what changed, whoever writes the records
set search_path = ''
set enable_nestloop = off -- old and new rows have no index: 500 times 500 comparisons, where one hash table does
as $$
declare
  v_job uuid := private.current_job();
begin
  if not exists (select 1 from new_rows) or not private.may_note(v_job) then
    return null;
  end if;
  insert into public.integration_changes (tenant_id, job_id, provider_slug, entity, record_id, label, kind, fields)
  with
    -- Joined once and turned into json once, whatever the planner thinks of tables without statistics.
    pairs as materialized (
      select n.tenant_id, n.id, o.gone_at as was_gone_at, n.gone_at, to_jsonb(o) as before, to_jsonb(n) as after
      from new_rows as n
      join old_rows as o on o.id = n.id
    ),
    -- Row by row in here: a call of a function for each would cost more than what it does.
    changed as materialized (
      select
        p.tenant_id, p.id, coalesce(p.after ->> tg_argv[0], p.after ->> 'external_id', p.after ->> 'guid', '') as label,
        differs.fields,
        case
          when p.was_gone_at is null and p.gone_at is not null then 'gone'
          when p.was_gone_at is not null and p.gone_at is null then 'returned'
          else 'updated'
        end as kind
      from pairs as p
      cross join lateral (
        select jsonb_agg(
          jsonb_build_object(
            'field', key,
            'before', case when key = 'company_id' then private.company_name(p.before ->> key) else p.before -> key end,
            'after', case when key = 'company_id' then private.company_name(value #>> '{}') else value end
          ) order by key
        ) as fields
        from jsonb_each(p.after)
        -- Bookkeeping is none of it.
        where p.before -> key is distinct from value and key not in ('content_hash', 'updated_at', 'gone_at', 'gone_by_job')
      ) as differs
    ),
    -- One look at all texts together, for most have nothing to scrub.
    looked as materialized (
      select private.mentions_secrets(private.fold(string_agg(concat_ws(E'\n', label, fields::text), E'\n'))) as is_suspect from changed
    )
  select
    c.tenant_id, v_job, j.provider_slug, tg_table_name, c.id,
    case when looked.is_suspect then private.scrub(c.label) else left(c.label, 1000) end, c.kind,
    case
      when c.kind = 'gone' or c.fields is null then '[]'
      when not looked.is_suspect and length(c.fields::text) <= 1000 then c.fields
      else (
        select jsonb_agg(jsonb_build_object(
          'field', field ->> 'field', 'before', private.scrub_value(field -> 'before'), 'after', private.scrub_value(field -> 'after')
        ))
        from jsonb_array_elements(c.fields) as field
      )
    end
  from changed as c
  cross join looked
  cross join (select provider_slug from public.integration_jobs where id = v_job) as j
  where c.fields is not null or c.kind <> 'updated';
  return null;
end;
$$;
comment on function private.note_changed() is
  'After-statement trigger on update: notes what really changed in the records of a run. Argument: the column with the name for people.';

-- ── problems ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.note_problems(p_job_id uuid, p_problems jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Most pages have none: those must cost nothing.
  if p_problems = '[]' then
    return;
  end if;
  insert into public.integration_changes (tenant_id, job_id, provider_slug, entity, label, kind, reason)
  select
    j.tenant_id, j.id, j.provider_slug, substr(p.upsert_function, length('upsert_') + 1),
    coalesce(problem ->> 'item', ''), 'problem', coalesce(problem ->> 'reason', '')
  from jsonb_array_elements(private.scrub_problems(p_problems)) with ordinality as problems (problem, position)
  cross join public.integration_jobs as j
  join public.integration_providers as p on p.slug = j.provider_slug
  join private.job_leases as l on l.job_id = j.id
  cross join private.queue_settings as s
  where j.id = p_job_id and coalesce((l.counters ->> 'problems')::bigint, 0) < s.max_problems_per_run
  order by position;
end;
$$;
comment on function private.note_problems(uuid, jsonb) is 'Notes problems [{"item", "reason"}] of a run, scrubbed. The job itself lists the first 50.';

-- ── retention ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.prune_changes()
returns integer
language plpgsql
security definer -- deletes changes, which no caller may do
set search_path = ''
as $$
declare
  v_deleted integer;
begin
  with
    settings as (select * from private.queue_settings),
    -- Ids grow with time: the oldest stand in front, and a tick that finds nothing to delete reads one batch of them.
    oldest as (
      select id, created_at from public.integration_changes order by id limit (select prune_batch from settings)
    )
  delete from public.integration_changes as c
  using oldest, settings
  where c.id = oldest.id and oldest.created_at < now() - make_interval(days => settings.keep_changes_days);
  get diagnostics v_deleted = row_count;
  return v_deleted;
end;
$$;
comment on function private.prune_changes() is 'Deletes one batch of changes past their retention (queue_settings). Returns how many.';

revoke all on function
  private.current_job(), private.write_for_job(uuid), private.may_note(uuid), private.scrub_value(jsonb), private.note_created(),
  private.note_changed(), private.company_name(text),
  private.note_problems(uuid, jsonb), private.prune_changes()
from public;
