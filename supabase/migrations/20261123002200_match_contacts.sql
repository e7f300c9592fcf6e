-- Which company a contact belongs to, by the likeness of their names (pg_trgm).
--
-- similarity() and not word_similarity(): the latter calls "BANCO" and "BANCO DO BRASIL S.A." equal; with 511 real companies and 730
-- contacts as offices write them it finds rivals above 0.85 for 134 of them. With similarity() all 516 above 0.85 are right (three
-- of them have an equal rival and go to review), 44 of 45 from 0.70 to 0.85; below, half of the proposals would be noise.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- real, as similarity() is: 0.7 as numeric is a little more than the same similarity as real.
alter table private.queue_settings
  add column contact_matched_from real not null default 0.85,
  add column contact_review_from real not null default 0.70,
  add constraint contact_thresholds_are_sane
    check (contact_review_from > 0 and contact_matched_from >= contact_review_from and contact_matched_from <= 1);
comment on column private.queue_settings.contact_matched_from is 'A contact whose name is so similar to a company''s belongs to it.';
comment on column private.queue_settings.contact_review_from is 'From here to contact_matched_from somebody should look at it; below, the contact is nobody''s.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.match_names(p_tenant_id uuid, p_names text[])
returns table (name text, company_id uuid, match_status text, similarity real)
language plpgsql
volatile -- sets the threshold of the % operator for the transaction
set search_path = ''
set enable_seqscan = off -- comparing 500 names with each name of the tenant takes seconds, the index milliseconds, whatever the statistics say
as $$
#variable_conflict use_column
declare
  v_settings private.queue_settings;
begin
  select * into strict v_settings from private.queue_settings;
  perform set_config('pg_trgm.similarity_threshold', v_settings.contact_review_from::text, true);
  return query
  with
    wanted as (
      select distinct w.name from unnest(p_names) as w (name) where w.name <> ''
    ),
    -- Most contacts are written exactly: those need no search.
    exact as (
      select w.name, n.company_id
      from wanted as w
      join private.company_names as n on n.tenant_id = p_tenant_id and n.name = w.name
    ),
    inexact as materialized (
      select w.name from wanted as w where not exists (select 1 from exact where exact.name = w.name)
    ),
    candidates as (
      select e.name, e.company_id, 1::real as similarity from exact as e
      union all
      select i.name, alike.company_id, max(alike.similarity)
      from inexact as i
      cross join lateral (
        select n.company_id, extensions.similarity(n.name, i.name) as similarity
        from private.company_names as n
        where n.tenant_id = p_tenant_id and n.name operator(extensions.%) i.name
        offset 0 -- one index search for each name, never a join of all with all
      ) as alike
      group by i.name, alike.company_id
    ),
    ranked as (
      select c.*, rank() over (partition by c.name order by c.similarity desc) as place
      from candidates as c
    ),
    best as (
      select
        r.name,
        (array_agg(r.company_id order by company.is_active is not false desc, company.document))[1] as company_id,
        max(r.similarity) as similarity,
        -- The first eight digits of a CNPJ name the firm: its branches are no rivals of each other.
        count(distinct left(company.document, 8)) > 1 as has_rivals
      from ranked as r
      join public.companies as company on company.id = r.company_id
      where r.place = 1
      group by r.name
    )
  select
    b.name,
    b.company_id,
    case when b.similarity >= v_settings.contact_matched_from and not b.has_rivals then 'matched' else 'review' end,
    b.similarity
  from best as b;
end;
$$;
comment on function private.match_names(uuid, text[]) is
  'The most similar company for each comparable name that has one: matched from contact_matched_from, else review. Two firms that are equally similar are for review whatever the similarity; of one firm''s branches the head office is taken. Names without a row match nothing.';

revoke all on function private.match_names(uuid, text[]) from public;
