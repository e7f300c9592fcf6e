-- The names under which a company may be found, in a form that can be compared, with a trigram index.

-- ── extensions ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- btree_gin puts tenant_id into the trigram index: a search reads the names of one tenant, however many tenants there are.
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

do $$
declare
  v_misplaced text;
begin
  select string_agg(extname || ' in ' || extnamespace::regnamespace, ', ') into v_misplaced
  from pg_catalog.pg_extension
  where extname in ('pg_trgm', 'btree_gin') and extnamespace <> 'extensions'::regnamespace;
  if v_misplaced is not null then
    raise exception 'Cannot build the index of names: found % where schema "extensions" is expected', v_misplaced
      using hint = 'alter extension … set schema extensions';
  end if;
end;
$$;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.comparable_name(p_name text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select regexp_replace(
    btrim(
      regexp_replace(
        regexp_replace(
          regexp_replace(
            -- Decomposed, every letter is ASCII followed by its accents: what follows does not depend on the locale.
            upper(normalize(p_name, nfd) collate "C"),
            -- The accent tells the surname "Sá" from "S.A.".
            '\m(LTDA|EIRELI|EPP|S ?[./]? ?A)\M(?![\u0300-\u036f])', ' ', 'g'
          ),
          '[\u0300-\u036f]', '', 'g'
        ),
        '[^A-Z0-9]+', ' ', 'g'
      )
    ),
    -- Only at the end: in front it is a word ("Me Leva").
    '( ME)+$', ''
  );
$$;
comment on function private.comparable_name(text) is
  'Upper case, without accents, punctuation and legal form (LTDA, ME, EPP, EIRELI, S.A.). Empty when nothing is left.';

create function private.name_before_dash(p_name text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select (regexp_split_to_array(p_name, '\s+[-–—]\s+'))[1];
$$;
comment on function private.name_before_dash(text) is 'The part before the first " - ": offices write contacts as "Empresa - Pessoa".';

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.companies add constraint company_and_tenant_identify_a_company unique (tenant_id, id);

create table private.company_names (
  tenant_id uuid not null,
  name text not null,
  company_id uuid not null,
  -- Name first: a search for likeness within a tenant must not look like a job for this index.
  primary key (name, tenant_id, company_id),
  constraint name_belongs_to_a_company_of_the_tenant
    foreign key (company_id, tenant_id) references public.companies (id, tenant_id) on delete cascade,
  constraint name_is_not_empty check (name <> '')
);
comment on table private.company_names is
  'Comparable names of each company: the legal name, its part before " - " and the trade name. Kept by triggers on companies.';

create index company_names_by_company on private.company_names (company_id, tenant_id);
create index company_names_by_likeness on private.company_names using gin (tenant_id, name extensions.gin_trgm_ops)
-- Names change seldom and are searched 500 at a time: no pending list that every search would read first.
with (fastupdate = off);

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.names_of(p_company public.companies)
returns setof text
language sql
immutable
set search_path = ''
as $$
  select distinct name
  from (
    values
      (private.comparable_name(p_company.legal_name)),
      (private.comparable_name(private.name_before_dash(p_company.legal_name))),
      (private.comparable_name(p_company.trade_name))
  ) as names (name)
  where name <> '';
$$;
comment on function private.names_of(public.companies) is 'The comparable names of a company, each once.';

create function private.keep_company_names()
returns trigger
language plpgsql
security definer -- writes the private names, whoever writes companies
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    delete from private.company_names as n
    using new_companies as c
    join old_companies as o on o.id = c.id
    where n.tenant_id = c.tenant_id
      and n.company_id = c.id
      and (c.legal_name, c.trade_name) is distinct from (o.legal_name, o.trade_name);
  end if;
  insert into private.company_names (tenant_id, name, company_id)
  select c.tenant_id, name, c.id
  from new_companies as c
  cross join lateral private.names_of(row(c.*)::public.companies) as name
  on conflict do nothing;
  return null;
end;
$$;
comment on function private.keep_company_names() is 'After-statement trigger: the names of new and renamed companies, in one statement for all of them.';

create trigger keep_names_of_new after insert on public.companies
referencing new table as new_companies
for each statement execute function private.keep_company_names();

create trigger keep_names_of_changed after update on public.companies
referencing old table as old_companies new table as new_companies
for each statement execute function private.keep_company_names();

insert into private.company_names (tenant_id, name, company_id)
select c.tenant_id, name, c.id
from public.companies as c
cross join lateral private.names_of(c) as name;

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.company_names from public, anon, authenticated, service_role;
revoke all on function private.comparable_name(text), private.name_before_dash(text), private.names_of(public.companies),
  private.keep_company_names() from public;
