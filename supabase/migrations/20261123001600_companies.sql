-- Companies, filled by sync-acessorias. The provider's id identifies a company, then its document: a corrected document changes the
-- company and keeps what hangs on it. A company that left is marked, not deleted.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.companies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  document text,
  external_id text,
  legal_name text not null,
  trade_name text,
  is_active boolean,
  phone text,
  state text,
  tax_regime text,
  company_group text,
  registered_on date,
  customer_since date,
  customer_until date,
  monthly_fee numeric(14, 2),
  content_hash text not null,
  gone_at timestamptz,
  gone_by_job uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_company_per_tenant_and_external_id unique (tenant_id, external_id),
  -- Deferrable is checked at the end of a statement: two companies may swap their documents.
  constraint one_company_per_tenant_and_document unique (tenant_id, document) deferrable initially immediate,
  constraint document_unless_it_went_to_another check (document is not null or gone_at is not null),
  constraint gone_at_comes_before_its_job check (gone_by_job is null or gone_at is not null),
  constraint document_is_a_cnpj_or_cpf check (private.is_document(document)),
  constraint legal_name_is_not_blank check (btrim(legal_name) <> '')
);
comment on table public.companies is 'The companies that an accounting group looks after.';
comment on column public.companies.document is 'CNPJ (14 characters, of which the first 12 may be letters) or CPF (11 digits), as private.is_document wants it; null when another company took it over: then this one is gone.';
comment on column public.companies.is_active is 'Null while the provider has never said so.';
comment on column public.companies.gone_at is 'Since when the provider no longer has it; null = it is there. Comes back by itself when it comes again.';
comment on column public.companies.gone_by_job is 'The run that noticed; null for a mark that no run made.';
comment on column public.companies.content_hash is 'Hash of what the provider sent: an unchanged company is not written again.';

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.companies enable row level security;
create policy "Admins and auditors read the companies of their tenant" on public.companies
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.companies from public, anon, authenticated, service_role;
grant select on public.companies to authenticated, service_role;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.companies_lock(p_tenant_id uuid)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select hashtextextended('companies/' || p_tenant_id, 0);
$$;
comment on function private.companies_lock(uuid) is 'Key of the advisory lock of whoever writes the companies of one tenant.';

create function private.id_order(p_external_id text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when p_external_id ~ '^[0-9]{1,40}$' then lpad(p_external_id, 40, '0')
    else '~' || coalesce(p_external_id, '~')
  end collate "C";
$$;
comment on function private.id_order(text) is 'Sorts ids of a provider: numbers by their value, then other texts, then none.';

create function private.companies_are_known(p_tenant_id uuid, p_rows jsonb)
returns boolean
language plpgsql
stable
-- One index search for each row, whatever the planner thinks of the table.
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
begin
  return not exists (
    select from jsonb_array_elements(p_rows) as element
    where not exists (
      select from public.companies as c
      where c.tenant_id = p_tenant_id and c.external_id = element ->> 'external_id'
        and c.content_hash = md5(element::text) and c.gone_at is null
    )
  );
end;
$$;
comment on function private.companies_are_known(uuid, jsonb) is
  'Whether every record of a page is stored as it is. Then nobody else has its document: nothing is to be decided.';

-- Two records of one document, whatever their order and page: the active one has it, else the one with the lowest id.
create function private.upsert_companies(p_tenant_id uuid, p_rows jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
-- A plan that is made while the table is small takes any index of the tenant, and is kept when there are 20,000 companies.
set plan_cache_mode = force_custom_plan
as $$
declare
  v_answer jsonb;
begin
  -- Whose a document is depends on what is stored: one writer at a time.
  perform pg_advisory_xact_lock(private.companies_lock(p_tenant_id));
  -- Most pages of most runs: all that follows would only find that out.
  if private.companies_are_known(p_tenant_id, p_rows) then
    return jsonb_build_object('created', 0, 'updated', 0, 'unchanged', jsonb_array_length(p_rows), 'problem_list', '[]'::jsonb);
  end if;
  with
    -- Each id once: of equal ids the last record. A field that is absent could not be understood, or was not said: it stays as known.
    page as (
      select distinct on (coalesce(fields.external_id, '#' || position))
        fields.document, fields.external_id, fields.legal_name, fields.trade_name, fields.is_active, fields.phone, fields.state,
        fields.tax_regime, fields.company_group, fields.registered_on, fields.customer_since, fields.customer_until,
        fields.monthly_fee, md5(element.company::text) as content_hash, element.company as record, position
      from jsonb_array_elements(p_rows) with ordinality as element (company, position)
      left join lateral (
        select c as company from public.companies as c
        where c.tenant_id = p_tenant_id and c.external_id = element.company ->> 'external_id'
        union all
        select c from public.companies as c
        where c.tenant_id = p_tenant_id and c.document = element.company ->> 'document' and element.company ->> 'external_id' is null
        limit 1
      ) as known on true
      cross join lateral jsonb_populate_record(known.company, element.company) as fields
      order by coalesce(fields.external_id, '#' || position), position desc
    ),
    ranked as materialized (
      select *, row_number() over rivals as place, first_value(external_id) over rivals as winner_id
      from page
      window rivals as (partition by coalesce(document, '#' || position) order by is_active is true desc, private.id_order(external_id), position desc)
    ),
    -- For each document of the page: the company with its record's id, and the other company that has the document so far.
    claims as (
      select
        r.*, own as own, holder as holder,
        (holder).id is not null and exists (
          select 1 from ranked as other
          where other.place = 1 and other.external_id = (holder).external_id and other.document <> r.document
        ) as holder_leaves,
        -- Which document the holder has now is not known before the read is over: its record is still to come, or waits itself.
        case
          when (holder).external_id is null or (holder).gone_at is not null or r.external_id is null then false
          else coalesce(private.read_decides_later((holder).external_id), false)
        end as waits,
        coalesce(
          (holder).gone_at is not null or (holder).external_id is null or r.external_id is null
            or private.read_is_over() and not private.was_read((holder).external_id)
            or (r.is_active is not true, private.id_order(r.external_id))
              < ((holder).is_active is not true, private.id_order((holder).external_id)),
          false
        ) as wins
      from ranked as r
      -- One index search for each row, never a join with all rows.
      left join lateral (
        select c from public.companies as c where c.tenant_id = p_tenant_id and c.external_id = r.external_id limit 1
      ) as by_id (own) on true
      left join lateral (
        select c from public.companies as c
        where c.tenant_id = p_tenant_id and c.document = r.document and c.id is distinct from (own).id
        limit 1
      ) as by_document (holder) on true
      where r.place = 1
    ),
    -- Where one waits, those that want the document of another one of the page wait with it.
    decided as (
      select
        c.*,
        waits or holder_leaves and bool_or(waits) over () as is_open
      from claims as c
    ),
    plan as materialized (
      select
        *,
        -- Null: a new company.
        case
          when (holder).id is null or holder_leaves then own
          when wins and (own).id is not null then own
          when wins then holder
        end as target,
        is_open or (holder).id is not null and not holder_leaves and not wins as is_refused,
        case when (own).id is not null and not is_open and not holder_leaves and wins then (holder).id end as loser_id,
        -- Its record came earlier in this run, and with this document: then the provider has both.
        (holder).id is not null and not is_open and not holder_leaves and wins and private.was_read((holder).external_id)
          and not private.was_refused(jsonb_build_object('external_id', (holder).external_id))
          and not exists (select 1 from page where page.external_id = (holder).external_id) as has_rival
      from decided
    ),
    displaced as (
      update public.companies
      set document = null, gone_at = now(), gone_by_job = private.current_job(), updated_at = clock_timestamp()
      where id = any (array(select loser_id from plan where loser_id is not null))
    ),
    -- Only what differs: an unchanged company is not even locked.
    written as (
      insert into public.companies as c (
        id, tenant_id, document, external_id, legal_name, trade_name, is_active, phone, state,
        tax_regime, company_group, registered_on, customer_since, customer_until, monthly_fee, content_hash
      )
      select
        coalesce((target).id, gen_random_uuid()), p_tenant_id, document, coalesce(external_id, (target).external_id), legal_name,
        trade_name, is_active, phone, state, tax_regime, company_group, registered_on, customer_since, customer_until, monthly_fee,
        content_hash
      from plan
      where not is_refused and (
        (target).id is null
        or (content_hash, document) is distinct from ((target).content_hash, (target).document)
        or (target).gone_at is not null
      )
      on conflict (id) do update
      set
        document = excluded.document,
        external_id = excluded.external_id,
        legal_name = excluded.legal_name,
        trade_name = excluded.trade_name,
        is_active = excluded.is_active,
        phone = excluded.phone,
        state = excluded.state,
        tax_regime = excluded.tax_regime,
        company_group = excluded.company_group,
        registered_on = excluded.registered_on,
        customer_since = excluded.customer_since,
        customer_until = excluded.customer_until,
        monthly_fee = excluded.monthly_fee,
        content_hash = excluded.content_hash,
        gone_at = null,
        gone_by_job = null,
        updated_at = clock_timestamp()
      returning c.document, (xmax = 0) as is_new -- xmax is 0 only for a row that this statement inserted
    ),
    counts as (
      select
        count(*) filter (where is_new) as created,
        -- One that takes the document from a record of this run counts as the problem that it is: that record was counted already.
        count(*) filter (where not is_new and not plan.has_rival) as updated
      from written
      join plan using (document)
    ),
    problems as (
      select position, document, external_id, legal_name, winner_id, null as refused, false as is_open
      from ranked
      where place > 1 and external_id <> winner_id
      union all
      select position, document, external_id, legal_name, (holder).external_id, record, is_open from plan where is_refused
      union all
      select position, document, (holder).external_id, (holder).legal_name, external_id, null, false from plan where has_rival
    )
  select jsonb_build_object(
    'created', (select created from counts),
    'updated', (select updated from counts),
    'unchanged', jsonb_array_length(p_rows) - (select created + updated from counts) - count(*),
    'problem_list', coalesce(
      jsonb_agg(
        jsonb_build_object(
          'item', format('ID %s, %s', external_id, legal_name),
          'reason', format(
            case
              when is_open then 'o documento %s ainda está com o cadastro ID %s: isso se decide no fim da leitura'
              else 'documento repetido: %s é também do cadastro ID %s, que fica com ele'
            end,
            document, winner_id
          ),
          'refused', refused
        )
        order by position
      ),
      '[]'
    )
  )
  into v_answer
  from problems;
  return v_answer;
end;
$$;
comment on function private.upsert_companies(uuid, jsonb) is
  'Writes one page of companies in one statement: by the provider''s id, else by document. Of two records of one document the active one has it, then the one with the lowest id; the other one is a problem, with the record as "refused" where its rival may turn out to be gone, or to have another document, when the read is over: until then a full read takes no document from a company whose record is still to come. Returns {"created", "updated", "unchanged", "problem_list"}, which add up to the page.';

revoke all on function private.companies_lock(uuid), private.id_order(text),
  private.companies_are_known(uuid, jsonb), private.upsert_companies(uuid, jsonb) from public;

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create trigger note_created after insert on public.companies
referencing new table as new_rows
for each statement execute function private.note_created('legal_name');

create trigger note_changed after update on public.companies
referencing old table as old_rows new table as new_rows
for each statement execute function private.note_changed('legal_name');
