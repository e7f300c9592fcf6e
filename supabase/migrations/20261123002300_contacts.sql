-- Contacts, filled by sync-onecode-contacts and matched to companies by name.
-- A run matches the contacts that are new or have a new name; when companies change, contacts are matched anew (rematch_contacts). Only
-- what changed is written.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  external_id text not null,
  name text,
  number text,
  email text,
  company_id uuid,
  match_status text not null default 'ignored',
  similarity real,
  content_hash text not null,
  gone_at timestamptz,
  gone_by_job uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint company_is_of_the_same_tenant
    foreign key (tenant_id, company_id) references public.companies (tenant_id, id) on delete set null (company_id),
  constraint gone_at_comes_before_its_job check (gone_by_job is null or gone_at is not null),
  constraint match_status_is_valid check (match_status in ('matched', 'review', 'ignored')),
  constraint company_unless_ignored check ((company_id is null) = (match_status = 'ignored')),
  constraint similarity_only_with_a_company check (similarity is null or match_status <> 'ignored'),
  constraint similarity_is_a_share check (similarity > 0 and similarity <= 1),
  constraint number_is_digits check (number ~ '^[0-9]{4,20}$')
);
comment on table public.contacts is 'People and companies that write to the office by WhatsApp; groups are not among them.';
comment on column public.contacts.number is 'Digits with country code.';
comment on column public.contacts.company_id is 'The company that the contact belongs to: sure or decided when matched, a proposal when review.';
comment on column public.contacts.similarity is 'Of the names, 0 to 1 (pg_trgm); null when ignored or decided by a person. See private.match_names.';
comment on column public.contacts.gone_at is 'Since when the provider no longer has it; null = it is there. Comes back by itself when it comes again.';
comment on column public.contacts.gone_by_job is 'The run that noticed.';
comment on column public.contacts.content_hash is 'Hash of what the provider sent: an unchanged contact is not written again.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index contacts_by_company on public.contacts (tenant_id, company_id);
create index contacts_to_review on public.contacts (tenant_id, name, id)
where match_status = 'review';
-- The last one: of indexes that seem equally good while the table is new, the planner takes the newest, and every page looks up by this one.
alter table public.contacts add constraint one_contact_per_tenant_and_external_id unique (tenant_id, external_id);

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.contacts enable row level security;
create policy "Admins and auditors read the contacts of their tenant" on public.contacts
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.contacts from public, anon, authenticated, service_role;
grant select on public.contacts to authenticated, service_role;

-- ── a company goes ──────────────────────────────────────────────────────────────────────────────────────────────────
create function private.unmatch_contact()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.match_status := 'ignored';
  new.similarity := null;
  return new;
end;
$$;
comment on function private.unmatch_contact() is 'Before-update trigger: a contact whose company was deleted is matched to nothing until it is matched anew.';

create trigger unmatch before update on public.contacts
for each row when (new.company_id is null and old.company_id is not null)
execute function private.unmatch_contact();

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.matching_lock(p_tenant_id uuid)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select hashtextextended('contacts/' || p_tenant_id, 0);
$$;
comment on function private.matching_lock(uuid) is
  'Key of the advisory lock of one tenant that who writes contacts holds shared, and who matches or decides all of them anew holds alone.';

create function private.upsert_contacts(p_tenant_id uuid, p_rows jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_counters jsonb;
begin
  -- A statement of its own: the next one sees what was committed before the lock was given.
  perform pg_advisory_xact_lock_shared(private.matching_lock(p_tenant_id));
  with
    -- Of equal ids the last record.
    page as materialized (
      select distinct on (external_id) external_id, contact, md5(contact::text) as content_hash
      from (
        select element ->> 'external_id' as external_id, element as contact, position
        from jsonb_array_elements(p_rows) with ordinality as elements (element, position)
      ) as records
      order by external_id, position desc
    ),
    -- One index search for each row, never a join with all.
    incoming as materialized (
      select
        page.*, known.row, known.match_status as known_status,
        coalesce(known.content_hash = page.content_hash and known.gone_at is null, false) as stays
      from page
      left join lateral (
        select c, c.content_hash, c.gone_at, c.match_status
        from public.contacts as c
        where c.tenant_id = p_tenant_id and c.external_id = page.external_id
        limit 1
      ) as known (row, content_hash, gone_at, match_status) on true
    ),
    -- What stays costs no more: it was matched with the companies as they are, or will be by the pass that is due.
    changed as materialized (
      select
        i.external_id, f.name, f.number, f.email, i.content_hash, i.row,
        (i.row).id is null or f.name is distinct from (i.row).name as is_to_match
      from incoming as i
      -- A field that is absent could not be understood: it stays as it is known.
      cross join lateral jsonb_populate_record(i.row, i.contact) as f
      where not i.stays
    ),
    matches as materialized (
      select m.*
      from private.contact_matches(
        p_tenant_id,
        (select array_agg(external_id) from changed where is_to_match), (select array_agg(name) from changed where is_to_match)
      ) as m
    ),
    matched as materialized (
      select
        c.external_id, c.name, c.number, c.email, c.content_hash, c.row,
        case when c.is_to_match then m.company_id else (c.row).company_id end as company_id,
        case when c.is_to_match then m.match_status else (c.row).match_status end as match_status,
        case when c.is_to_match then m.similarity else (c.row).similarity end as similarity
      from changed as c
      left join matches as m on m.external_id = c.external_id
    ),
    written as (
      insert into public.contacts as c (
        tenant_id, external_id, name, number, email, company_id, match_status, similarity, content_hash
      )
      select p_tenant_id, external_id, name, number, email, company_id, match_status, similarity, content_hash
      from matched
      where (row).id is null
        or (row).gone_at is not null
        or ((row).content_hash, (row).company_id, (row).match_status, (row).similarity)
          is distinct from (content_hash, company_id, match_status, similarity)
      on conflict (tenant_id, external_id) do update
      set
        name = excluded.name,
        number = excluded.number,
        email = excluded.email,
        company_id = excluded.company_id,
        match_status = excluded.match_status,
        similarity = excluded.similarity,
        content_hash = excluded.content_hash,
        gone_at = null,
        gone_by_job = null,
        updated_at = clock_timestamp()
      returning (xmax = 0) as is_new -- xmax is 0 only for a row that this statement inserted
    )
  select jsonb_build_object(
    'created', (select count(*) from written where is_new),
    'updated', (select count(*) from written where not is_new),
    'unchanged', jsonb_array_length(p_rows) - (select count(*) from written),
    'matched', count(*) filter (where match_status = 'matched'),
    'review', count(*) filter (where match_status = 'review'),
    -- Of equal ids on a page all but one were passed over: the counters add up to what was read.
    'ignored', jsonb_array_length(p_rows) - count(*) filter (where match_status <> 'ignored')
  )
  into strict v_counters
  from (
    select match_status from matched union all select known_status from incoming where stays
  ) as all_of_them;
  return v_counters;
end;
$$;
comment on function private.upsert_contacts(uuid, jsonb) is
  'Matches and writes one page of contacts in one statement; the last of equal ids wins. Returns {"created", "updated", "unchanged"}, which add up to the page, and {"matched", "review", "ignored"}.';

-- ── what a run changed ──────────────────────────────────────────────────────────────────────────────────────────────
create trigger note_created after insert on public.contacts
referencing new table as new_rows
for each statement execute function private.note_created('name');

create trigger note_changed after update on public.contacts
referencing old table as old_rows new table as new_rows
for each statement execute function private.note_changed('name');

revoke all on function private.unmatch_contact(), private.matching_lock(uuid), private.upsert_contacts(uuid, jsonb) from public;
