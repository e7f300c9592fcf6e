-- What the page of contacts asks for: those that wait for a decision, and any company, found by part of a name whatever accents and case.
-- Row level security of the tables says whose rows these are.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function public.contacts_to_review(p_tenant_id uuid, p_search text default '', p_limit integer default 20)
returns table (id uuid, name text, number text)
language sql
stable
set search_path = ''
as $$
  select c.id, c.name, c.number
  from public.contacts as c
  where c.tenant_id = p_tenant_id
    and c.match_status = 'review'
    and c.gone_at is null
    and (p_search = '' or strpos(lower(private.fold(c.name)), lower(private.fold(p_search))) > 0)
  order by c.name, c.id
  limit least(greatest(p_limit, 1), 1000);
$$;
comment on function public.contacts_to_review(uuid, text, integer) is
  'The first contacts of a tenant that wait for a decision, by name, at most p_limit (1 to 1000). p_search: part of the name, '''' = all. Nothing for strangers.';

create function public.search_companies(p_tenant_id uuid, p_search text, p_limit integer default 8)
returns table (id uuid, legal_name text, document text)
language sql
stable
set search_path = ''
as $$
  select c.id, c.legal_name, c.document
  from public.companies as c
  cross join lateral (select nullif(upper(regexp_replace(p_search, '[^0-9A-Za-z]+', '', 'g')), '') as document) as wanted
  where c.tenant_id = p_tenant_id
    and c.gone_at is null
    and (
      strpos(lower(private.fold(c.legal_name || E'\n' || coalesce(c.trade_name, ''))), lower(private.fold(p_search))) > 0
      or strpos(c.document, wanted.document) > 0
    )
  order by c.legal_name, c.id
  limit least(greatest(p_limit, 1), 100);
$$;
comment on function public.search_companies(uuid, text, integer) is
  'Companies of a tenant with this text in a name, or in the document in any spelling, at most p_limit (1 to 100). Nothing for strangers.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function public.contacts_to_review(uuid, text, integer), public.search_companies(uuid, text, integer)
from public, anon, authenticated, service_role;
grant execute on function public.contacts_to_review(uuid, text, integer), public.search_companies(uuid, text, integer)
to authenticated;
