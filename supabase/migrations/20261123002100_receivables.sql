-- Receivables, filled by sync-bomcontrole: income only, key = the provider's guid, linked to companies by document.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.receivables (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  guid uuid not null,
  company_id uuid,
  document text,
  customer_name text,
  due_on date not null,
  competence_on date,
  paid_on date,
  amount numeric(14, 2) not null,
  payment_method text,
  installment integer,
  installments integer,
  invoice_id text,
  content_hash text not null,
  gone_at timestamptz,
  gone_by_job uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint company_is_of_the_same_tenant
    foreign key (tenant_id, company_id) references public.companies (tenant_id, id) on delete set null (company_id),
  constraint document_is_a_cnpj_or_cpf check (private.is_document(document)),
  constraint gone_at_comes_before_its_job check (gone_by_job is null or gone_at is not null),
  constraint company_only_with_a_document check (company_id is null or document is not null)
);
comment on table public.receivables is 'What customers owe or have paid: one row per instalment, income only.';
comment on column public.receivables.guid is 'The provider''s id of the instalment.';
comment on column public.receivables.company_id is 'The company with the same document, or the one that had it when it was linked; null while there is none. Linked by itself when the company appears.';
comment on column public.receivables.document is 'The customer''s CNPJ or CPF, as private.is_document wants it; null when the provider has none or an invalid one.';
comment on column public.receivables.paid_on is 'Null while it is open.';
comment on column public.receivables.gone_at is 'Since when the provider no longer has it; null = it is there. Comes back by itself when it comes again.';
comment on column public.receivables.gone_by_job is 'The run that noticed.';
comment on column public.receivables.content_hash is 'Hash of what the provider sent: an unchanged receivable is not written again.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index receivables_by_company on public.receivables (tenant_id, company_id);
create index receivables_by_due_date on public.receivables (tenant_id, due_on desc, id desc);
create index receivables_by_document on public.receivables (tenant_id, document)
where document is not null;
-- The last one: of indexes that seem equally good while the table is new, the planner takes the newest, and every page looks up by this one.
alter table public.receivables add constraint one_receivable_per_tenant_and_guid unique (tenant_id, guid);

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.receivables enable row level security;
create policy "Admins and auditors read the receivables of their tenant" on public.receivables
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.receivables from public, anon, authenticated, service_role;
grant select on public.receivables to authenticated, service_role;

-- ── linking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- A company and a receivable with its document may be written at the same moment, each unseen by the other. So whoever writes
-- receivables holds this lock shared until commit, and whoever links them to new companies takes it alone.
create function private.links_lock(p_tenant_id uuid)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select hashtextextended('receivables/' || p_tenant_id, 0);
$$;
comment on function private.links_lock(uuid) is 'Key of the advisory lock between the writers of receivables and of companies of one tenant.';

create function private.link_receivables()
returns trigger
language plpgsql
security definer -- writes receivables, whoever writes companies
set search_path = ''
as $$
begin
  -- Most statements of a run change no row: those must cost nothing.
  if not exists (select 1 from new_companies) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    if not exists (
      select 1 from new_companies as c join old_companies as o on o.id = c.id where c.document is distinct from o.document
    ) then
      return null;
    end if;
  end if;
  perform pg_advisory_xact_lock(private.links_lock(tenant_id))
  from (select distinct tenant_id from new_companies order by tenant_id) as tenants;
  update public.receivables as r
  set company_id = c.id, updated_at = clock_timestamp()
  from new_companies as c
  where r.tenant_id = c.tenant_id and r.document = c.document and r.company_id is distinct from c.id;
  return null;
end;
$$;
comment on function private.link_receivables() is 'After-statement trigger: receivables with the documents of new companies, and of those whose document changed, get their company_id.';

create trigger link_receivables after insert on public.companies
referencing new table as new_companies
for each statement execute function private.link_receivables();

create trigger relink_receivables after update on public.companies
referencing old table as old_companies new table as new_companies
for each statement execute function private.link_receivables();

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.upsert_receivables(p_tenant_id uuid, p_rows jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  -- A statement of its own: the next one sees what was committed before the lock was given.
  perform pg_advisory_xact_lock_shared(private.links_lock(p_tenant_id));
  with
    -- Of equal guids the last record.
    page as materialized (
      select distinct on (guid) guid, receivable, md5(receivable::text) as content_hash
      from (
        select (element ->> 'guid')::uuid as guid, element as receivable, position
        from jsonb_array_elements(p_rows) with ordinality as elements (element, position)
      ) as records
      order by guid, position desc
    ),
    -- Only what differs: an unchanged receivable is not even locked, and nothing is made of its record. One index search for each
    -- row, never a join with all.
    changed as materialized (
      select page.guid, page.receivable, page.content_hash, known.row, company.id as company_id
      from page
      left join lateral (
        select r, r.id, r.content_hash, r.document, r.company_id, r.gone_at
        from public.receivables as r
        where r.tenant_id = p_tenant_id and r.guid = page.guid
        limit 1
      ) as known (row, id, content_hash, document, company_id, gone_at) on true
      -- The company that has its document now.
      left join lateral (
        select c.id
        from public.companies as c
        where c.tenant_id = p_tenant_id
          and c.document = case when page.receivable ? 'document' then page.receivable ->> 'document' else known.document end
        limit 1
      ) as company on true
      where known.id is null
        or known.content_hash <> page.content_hash
        or known.gone_at is not null
        or known.company_id is distinct from company.id and company.id is not null
    ),
    written as (
      insert into public.receivables as r (
        tenant_id, guid, company_id, document, customer_name, due_on, competence_on, paid_on, amount,
        payment_method, installment, installments, invoice_id, content_hash
      )
      select
        p_tenant_id, c.guid, c.company_id, f.document, f.customer_name, f.due_on, f.competence_on, f.paid_on, f.amount,
        f.payment_method, f.installment, f.installments, f.invoice_id, c.content_hash
      from changed as c
      -- A field that is absent could not be understood: it stays as it is known.
      cross join lateral jsonb_populate_record(c.row, c.receivable) as f
      on conflict (tenant_id, guid) do update
      set
        -- A company whose document was corrected keeps its receivables until another company has that document.
        company_id = coalesce(excluded.company_id, case when r.document = excluded.document then r.company_id end),
        document = excluded.document,
        customer_name = excluded.customer_name,
        due_on = excluded.due_on,
        competence_on = excluded.competence_on,
        paid_on = excluded.paid_on,
        amount = excluded.amount,
        payment_method = excluded.payment_method,
        installment = excluded.installment,
        installments = excluded.installments,
        invoice_id = excluded.invoice_id,
        content_hash = excluded.content_hash,
        gone_at = null,
        gone_by_job = null,
        updated_at = clock_timestamp()
      returning (xmax = 0) as is_new -- xmax is 0 only for a row that this statement inserted
    )
  select jsonb_build_object(
    'created', count(*) filter (where is_new),
    'updated', count(*) filter (where not is_new),
    'unchanged', jsonb_array_length(p_rows) - count(*)
  )
  into strict v_answer
  from written;
  return v_answer;
end;
$$;
comment on function private.upsert_receivables(uuid, jsonb) is
  'Writes one page of receivables in one statement; the last of equal guids wins. Returns {"created", "updated", "unchanged"}, which add up to the page.';

-- ── what a run changed ──────────────────────────────────────────────────────────────────────────────────────────────
create trigger note_created after insert on public.receivables
referencing new table as new_rows
for each statement execute function private.note_created('customer_name');

create trigger note_changed after update on public.receivables
referencing old table as old_rows new table as new_rows
for each statement execute function private.note_changed('customer_name');

revoke all on function private.links_lock(uuid), private.link_receivables(), private.upsert_receivables(uuid, jsonb) from public;
