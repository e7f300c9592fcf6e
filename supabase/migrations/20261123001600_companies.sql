-- Companies, filled by sync-acessorias (provider facts: the key is the document; a company that left is marked, not deleted).

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.companies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  document text not null,
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
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_company_per_tenant_and_document unique (tenant_id, document),
  constraint document_is_a_cnpj_or_cpf check (private.is_document(document)),
  constraint legal_name_is_not_blank check (btrim(legal_name) <> '')
);
comment on table public.companies is 'The companies that an accounting group looks after.';
comment on column public.companies.document is 'CNPJ (14 characters, of which the first 12 may be letters) or CPF (11 digits), as private.is_document wants it.';
comment on column public.companies.is_active is 'Null while the provider has never said so.';
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
create function private.upsert_companies(p_tenant_id uuid, p_rows jsonb)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  with
    incoming as (
      select distinct on (fields.document)
        fields.document, fields.external_id, fields.legal_name, fields.trade_name, fields.is_active, fields.phone, fields.state,
        fields.tax_regime, fields.company_group, fields.registered_on, fields.customer_since, fields.customer_until,
        fields.monthly_fee, md5(company::text) as content_hash
      from jsonb_array_elements(p_rows) with ordinality as element (company, position)
      left join public.companies as known on known.tenant_id = p_tenant_id and known.document = company ->> 'document'
      -- A field that is absent could not be understood, or was not said: it stays as it is known.
      cross join lateral jsonb_populate_record(known, company) as fields
      order by fields.document, position desc
    ),
    written as (
      insert into public.companies as c (
        tenant_id, document, external_id, legal_name, trade_name, is_active, phone, state,
        tax_regime, company_group, registered_on, customer_since, customer_until, monthly_fee, content_hash
      )
      select
        p_tenant_id, document, external_id, legal_name, trade_name, is_active, phone, state,
        tax_regime, company_group, registered_on, customer_since, customer_until, monthly_fee, content_hash
      from incoming
      on conflict (tenant_id, document) do update
      set
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
        updated_at = clock_timestamp()
      where c.content_hash is distinct from excluded.content_hash
      returning (xmax = 0) as is_new -- xmax is 0 only for a row that this statement inserted
    )
  select jsonb_build_object(
    'created', count(*) filter (where is_new),
    'updated', count(*) filter (where not is_new),
    'unchanged', jsonb_array_length(p_rows) - count(*)
  )
  from written;
$$;
comment on function private.upsert_companies(uuid, jsonb) is
  'Writes one page of companies in one statement; the last of equal documents wins. Returns {"created", "updated", "unchanged"}, which add up to the page.';

revoke all on function private.upsert_companies(uuid, jsonb) from public;
