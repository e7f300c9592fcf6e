-- The names under which a company may be found, read word by word, and the words that its tenant's companies use.

-- ── extensions ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- btree_gin puts tenant_id into the indexes of words: a search reads the names of one tenant, however many tenants there are.
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

-- ── reading a name ──────────────────────────────────────────────────────────────────────────────────────────────────
create function private.name_tokens(p_names text[])
returns table (name text, place bigint, part bigint, dashes bigint, word text, kind text)
language sql
stable
set search_path = ''
as $$
  with
    plain as materialized (
      select wanted.name, token.word, token.place
      from (select distinct unnest(p_names) as name) as wanted
      cross join lateral string_to_table(private.plain_name(wanted.name), ' ') with ordinality as token (word, place)
    ),
    -- Each word once: names of one page have many in common.
    folded as materialized (
      select distinct_words.word, coalesce(w.means, distinct_words.folded) as means, w.kind
      from (
        select word, private.folded_word(word) as folded from (select distinct word from plain) as words
      ) as distinct_words
      left join private.name_words as w on w.word = distinct_words.folded
    ),
    divided as (
      select
        plain.*,
        count(*) filter (where word in ('-', '|')) over (partition by name order by place) as part,
        count(*) filter (where word = '-') over (partition by name order by place) as dashes
      from plain
    )
  select
    d.name, d.place, d.part, d.dashes,
    f.means, case when f.kind is null and d.word ~ '^[0-9]+$' then 'number' else f.kind end
  from divided as d
  join folded as f on f.word = d.word
  where d.word not in ('-', '|', '');
$$;
comment on function private.name_tokens(text[]) is
  'The words of each name: their place, the part of the name (dashes, brackets and the like divide it), how many dashes came before, and their kind (private.name_words; null = a name of its own).';

create type private.name_reading as (
  name text, first_part integer, last_part integer, variant integer,
  words text[], core text[], trades text[], generals text[], form text, strong integer, rest text[], is_whole boolean, key text
);
comment on type private.name_reading is 'One way to read a name, see private.name_readings.';

create function private.name_readings(p_names text[], p_of_contacts boolean)
returns setof private.name_reading
language sql
stable
set search_path = ''
as $$
  with
    tokens as materialized (select * from private.name_tokens(p_names)),
    parts as (
      select
        t.name, t.part, min(t.dashes) as dashes,
        -- Wherever the form stands, it is of the firm: "Banco Santander (Brasil) S.A.".
        max(t.word) filter (where t.kind = 'form') as form,
        max(t.word) filter (where t.kind = 'size') as size,
        bool_or(t.kind = 'number') is true as has_number,
        count(*) filter (where t.kind is distinct from 'filler') > 1 and bool_or(t.kind = 'trade') is true as is_firm
      from tokens as t
      group by t.name, t.part
    ),
    whole as (
      select
        p.name, coalesce(max(p.form), max(p.size)) as form, count(*)::integer as parts,
        array_agg(p.part order by p.part) as part, array_agg(p.dashes order by p.part) as dashes,
        array_agg(p.has_number order by p.part) as has_number, array_agg(p.is_firm order by p.part) as is_firm
      from parts as p
      group by p.name
    ),
    -- Any neighbouring parts of a contact's name may be the firm; of a company's, all or what is before or after a dash.
    runs as (
      select
        w.name, w.form, a as first_part, b as last_part, w.part[a] as from_part, w.part[b] as to_part, b - a + 1 = w.parts as is_whole,
        array_remove(array[
          case when true = any (w.has_number[:a - 1] || w.has_number[b + 1:]) then 'number_elsewhere' end,
          case when true = any (w.is_firm[:a - 1] || w.is_firm[b + 1:]) then 'other_firm' end
        ], null) as rest
      from whole as w
      cross join lateral generate_series(1, w.parts) as a
      cross join lateral generate_series(a, w.parts) as b
      where b - a + 1 = w.parts
        or (p_of_contacts and b - a < 6)
        or (not p_of_contacts and (a = 1 and w.dashes[b + 1] > w.dashes[b] or b = w.parts and w.dashes[a - 1] < w.dashes[a]))
    ),
    run_tokens as (
      select
        r.*, t.place, t.word, t.kind,
        -- Only people stand in front of a trade: "Rose da Padaria Estrela".
        min(t.place) filter (where t.kind = 'trade') over in_run as first_trade,
        min(t.place) filter (where t.kind is null or t.kind not in ('person', 'surname', 'filler')) over in_run as first_other,
        -- A first name behind a firm that has a name of its own: "Padaria Estrela Rose".
        max(t.place) over in_run as last_place,
        max(t.place) filter (where t.kind = 'person') over in_run as last_person,
        bool_or(t.kind is null or t.kind = 'weak') over in_run as has_own_name,
        min(t.place) over in_run as first_place,
        bool_or(t.kind = 'note') over in_run is true as has_note
      from runs as r
      join tokens as t on t.name = r.name and t.part between r.from_part and r.to_part
      window in_run as (partition by r.name, r.first_part, r.last_part)
    ),
    -- 0: as it is; 1: without remarks; 2: and without the person in front; 3: and without the person behind.
    variants as (
      select rt.*, v.variant
      from run_tokens as rt
      cross join generate_series(0, case when p_of_contacts then 3 else 0 end) as v (variant)
      where (v.variant < 1 or rt.kind is distinct from 'note')
        -- One that is the same as the one before it is not made.
        and (v.variant <> 1 or rt.has_note)
        and (v.variant <> 2 or (rt.first_trade = rt.first_other and rt.first_place < rt.first_trade and rt.place >= rt.first_trade))
        and (v.variant <> 3 or (rt.first_trade is not null and rt.has_own_name and rt.last_person = rt.last_place and rt.place < rt.last_place))
    ),
    readings as (
      select
        v.name, v.first_part, v.last_part, v.variant,
        coalesce(array_agg(v.word order by v.place) filter (where v.kind is null or v.kind not in ('filler', 'form', 'size')), '{}') as words,
        coalesce(array_agg(v.word order by v.place)
          filter (where v.kind is null or v.kind not in ('filler', 'form', 'size', 'trade', 'general')), '{}') as core,
        coalesce(array_agg(distinct v.word) filter (where v.kind = 'trade'), '{}') as trades,
        coalesce(array_agg(distinct v.word) filter (where v.kind = 'general'), '{}') as generals,
        min(v.form) as form,
        count(*) filter (where v.kind is null and length(v.word) > 3)::integer as strong,
        min(v.rest) as rest,
        bool_and(v.is_whole) as is_whole
      from variants as v
      group by v.name, v.first_part, v.last_part, v.variant
    )
  select distinct on (r.name, r.first_part, r.last_part, r.words)
    r.*,
    left(case when r.core = '{}' then '= ' || array_to_string(r.words, ' ') else array_to_string(r.core, ' ') end, 400)
  from readings as r
  where r.words <> '{}'
  order by r.name, r.first_part, r.last_part, r.words, r.variant;
$$;
comment on function private.name_readings(text[], boolean) is
  'How each name can be read. words: all that say something, in order; core: those that name the firm, numbers among them; trades and generals: what it does, sorted; form: LTDA, SA …, or ME when only the size is told; strong: how many words of the core are names of their own; rest: what the other parts of the name say against this reading; key: equal where the core is. Variant 1 of a contact is without remarks, 2 also without a person in front, 3 without one behind.';

-- ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.companies add constraint company_and_tenant_identify_a_company unique (tenant_id, id);

create table private.company_names (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  company_id uuid not null,
  key text not null,
  name text not null,
  words text[] not null,
  core text[] not null,
  trades text[] not null,
  generals text[] not null,
  form text,
  strong integer not null,
  constraint name_belongs_to_a_company_of_the_tenant
    foreign key (company_id, tenant_id) references public.companies (id, tenant_id) on delete cascade,
  constraint name_is_not_empty check (name <> '')
);
comment on table private.company_names is
  'Names of each company as private.name_readings reads them: the legal name, its parts before and after a dash, the trade name. Kept by triggers on companies.';

create index company_names_by_key on private.company_names (tenant_id, key);
create index company_names_by_company on private.company_names (company_id, tenant_id);
create index company_names_by_word on private.company_names using gin (tenant_id, words)
-- Names change seldom and are searched 500 at a time: no pending list that every search would read first.
with (fastupdate = off);

create table private.company_words (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  word text not null,
  primary key (tenant_id, word)
);
comment on table private.company_words is
  'Every word that a name of a company of the tenant has or had: what a slip of the keyboard may have meant.';
create index company_words_by_likeness on private.company_words using gin (tenant_id, word extensions.gin_trgm_ops)
with (fastupdate = off);

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.write_company_names(p_company_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  with
    named as (
      select c.tenant_id, c.id, names.name, names.is_legal
      from public.companies as c
      cross join lateral (values (c.legal_name, true), (c.trade_name, false)) as names (name, is_legal)
      where c.id = any (p_company_ids) and c.gone_at is null and names.name is not null
    ),
    readings as materialized (
      select * from private.name_readings((select array_agg(name) from named), false)
    ),
    written as (
      insert into private.company_names (tenant_id, company_id, key, name, words, core, trades, generals, form, strong)
      select distinct
        n.tenant_id, n.id, r.key, array_to_string(r.words, ' '), r.words, r.core, r.trades, r.generals,
        -- A trade name seldom tells the legal form.
        coalesce(r.form, first_value(r.form) over (partition by n.id order by n.is_legal desc)),
        r.strong
      from named as n
      join readings as r on r.name = n.name
      -- A part is a name only if it names something: "Banco Múltiplo" after a dash does not.
      where r.is_whole or r.strong > 0
      returning tenant_id, words
    )
  insert into private.company_words (tenant_id, word)
  select distinct w.tenant_id, word
  from written as w
  cross join lateral unnest(w.words) as word
  where word ~ '^[A-Z]{4,}$'
  order by w.tenant_id, word -- always in this order: two writers wait for each other, never in a circle
  on conflict do nothing;
end;
$$;
comment on function private.write_company_names(uuid[]) is 'Writes the names of these companies, which have none yet, and their words.';

create function private.keep_company_names()
returns trigger
language plpgsql
security definer -- writes the private names, whoever writes companies
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(id) into v_ids from new_companies;
  else
    select array_agg(c.id) into v_ids
    from new_companies as c
    join old_companies as o on o.id = c.id
    where (c.legal_name, c.trade_name, c.gone_at is null) is distinct from (o.legal_name, o.trade_name, o.gone_at is null);
    delete from private.company_names where company_id = any (v_ids);
  end if;
  if v_ids is not null then
    perform private.write_company_names(v_ids);
  end if;
  return null;
end;
$$;
comment on function private.keep_company_names() is 'After-statement trigger: the names of new, renamed and returned companies, in one statement for all of them. Companies that are gone have none.';

create trigger keep_names_of_new after insert on public.companies
referencing new table as new_companies
for each statement execute function private.keep_company_names();

create trigger keep_names_of_changed after update on public.companies
referencing old table as old_companies new table as new_companies
for each statement execute function private.keep_company_names();

select private.write_company_names(array_agg(id)) from public.companies having count(*) > 0;

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.company_names, private.company_words from public, anon, authenticated, service_role;
revoke all on function private.name_tokens(text[]), private.name_readings(text[], boolean),
  private.write_company_names(uuid[]), private.keep_company_names() from public;
