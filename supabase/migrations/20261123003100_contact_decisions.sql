-- What people decided about contacts that matching left in doubt. A decision outlives every later run and is in the trail.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table public.contacts add constraint contact_and_tenant_identify_a_contact unique (tenant_id, id);

create table public.contact_decisions (
  contact_id uuid not null,
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  decision text not null,
  company_id uuid,
  decided_by uuid,
  decided_at timestamptz not null default now(),
  primary key (tenant_id, contact_id),
  constraint contact_is_of_the_same_tenant
    foreign key (tenant_id, contact_id) references public.contacts (tenant_id, id) on delete cascade,
  constraint company_is_of_the_same_tenant
    foreign key (tenant_id, company_id) references public.companies (tenant_id, id) on delete cascade,
  constraint decision_is_valid check (decision in ('company', 'not_a_customer')),
  constraint a_company_for_the_decision_company check ((decision = 'company') = (company_id is not null))
);
comment on table public.contact_decisions is
  'One row per contact about which somebody decided. It holds whatever later runs find, also while the company is gone at the provider.';
comment on column public.contact_decisions.decision is 'company: the contact belongs to company_id; not_a_customer: it belongs to none.';
comment on column public.contact_decisions.decided_by is 'The admin; null = the operator of the project.';

create index contact_decisions_by_tenant on public.contact_decisions (tenant_id, decided_at desc, contact_id);
create index contact_decisions_by_company on public.contact_decisions (tenant_id, company_id);

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.contact_decisions enable row level security;
create policy "Admins and auditors read the decisions of their tenant" on public.contact_decisions
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

revoke all on public.contact_decisions from public, anon, authenticated, service_role;
grant select on public.contact_decisions to authenticated, service_role;

-- ── trail ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.audit_contact_decision()
returns trigger
language plpgsql
security definer -- writes the trail, which no caller may do
set search_path = ''
as $$
declare
  v_decision public.contact_decisions := case when tg_op = 'DELETE' then old else new end;
begin
  insert into public.integration_events (tenant_id, provider_slug, actor_id, action, details)
  select
    v_decision.tenant_id, p.slug, (select auth.uid()),
    case when tg_op = 'DELETE' then 'contact_decision_undone' else 'contact_decided' end,
    jsonb_strip_nulls(jsonb_build_object(
      'contact_id', v_decision.contact_id, 'decision', v_decision.decision, 'company_id', v_decision.company_id
    ))
  from public.integration_providers as p
  where p.upsert_function = 'upsert_contacts';
  return null;
end;
$$;
comment on function private.audit_contact_decision() is 'After-trigger: somebody decided about a contact, or took a decision back.';

create trigger audit_decision after insert or update or delete on public.contact_decisions
for each row execute function private.audit_contact_decision();

-- ── matches ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.contact_matches(p_tenant_id uuid, p_external_ids text[], p_names text[])
returns table (external_id text, company_id uuid, match_status text, similarity real)
language sql
volatile
set search_path = ''
as $$
  with
    wanted as materialized (
      select w.external_id, w.name, d.decision, d.company_id
      from unnest(p_external_ids, p_names) as w (external_id, name)
      left join public.contacts as c on c.tenant_id = p_tenant_id and c.external_id = w.external_id
      left join public.contact_decisions as d on d.tenant_id = p_tenant_id and d.contact_id = c.id
    ),
    matches as materialized (
      select m.* from private.match_names(p_tenant_id, (select array_agg(name) from wanted where decision is null and name is not null)) as m
    )
  select
    w.external_id,
    case when w.decision is null then m.company_id else w.company_id end,
    case w.decision when 'company' then 'matched' when 'not_a_customer' then 'ignored' else coalesce(m.match_status, 'ignored') end,
    m.similarity
  from wanted as w
  left join matches as m on w.decision is null and m.name = w.name;
$$;
comment on function private.contact_matches(uuid, text[], text[]) is
  'What contacts (ids at the provider, with their names) belong to: what somebody decided, else what matching finds. similarity is null for decisions.';

create function private.apply_contact_matches(p_tenant_id uuid, p_contact_ids uuid[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_written integer;
begin
  with
    wanted as (
      select c.external_id, c.name from public.contacts as c
      where c.tenant_id = p_tenant_id and c.id = any (p_contact_ids)
      order by c.external_id
      for no key update -- in the order in which pages are written: nobody waits in a circle
    )
  update public.contacts as c
  set company_id = m.company_id, match_status = m.match_status, similarity = m.similarity, updated_at = clock_timestamp()
  from private.contact_matches(
    p_tenant_id, (select array_agg(external_id) from wanted), (select array_agg(name) from wanted)
  ) as m
  where c.tenant_id = p_tenant_id and c.external_id = m.external_id
    and (c.company_id, c.match_status, c.similarity) is distinct from (m.company_id, m.match_status, m.similarity);
  get diagnostics v_written = row_count;
  return v_written;
end;
$$;
comment on function private.apply_contact_matches(uuid, uuid[]) is 'Matches these contacts anew and writes what changed; returns how many.';

-- ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.decide_contacts(p_tenant_id uuid, p_decisions jsonb)
returns jsonb
language plpgsql
security definer -- writes decisions and contacts after it has checked that the caller is an admin
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_previous jsonb;
begin
  if not exists (select from private.tenants_of_caller(array['admin']) as tenant_id where tenant_id = p_tenant_id) then
    raise exception 'Cannot decide about contacts: the caller is no admin of the tenant' using errcode = '42501';
  end if;
  if jsonb_typeof(p_decisions) is distinct from 'array' or jsonb_array_length(p_decisions) > 500
    or not private.is_small_json(p_decisions, 131072)
  then
    raise exception 'Cannot decide about contacts: expected a list of at most 500 decisions' using errcode = '22023';
  end if;
  select array_agg(distinct (element ->> 'contact_id')::uuid) into v_ids from jsonb_array_elements(p_decisions) as element;
  if (select count(*) from public.contacts where tenant_id = p_tenant_id and id = any (v_ids)) <> jsonb_array_length(p_decisions) then
    raise exception 'Cannot decide about contacts: one is unknown or is named twice' using errcode = '22023';
  end if;
  -- A run that matches contacts now sees these decisions, or ends before them.
  perform pg_advisory_xact_lock(private.matching_lock(p_tenant_id));

  select jsonb_agg(jsonb_build_object('contact_id', id, 'decision', d.decision, 'company_id', d.company_id)) into v_previous
  from unnest(v_ids) as id
  left join public.contact_decisions as d on d.tenant_id = p_tenant_id and d.contact_id = id;

  delete from public.contact_decisions
  where tenant_id = p_tenant_id and contact_id in (
    select (element ->> 'contact_id')::uuid from jsonb_array_elements(p_decisions) as element where element ->> 'decision' is null
  );
  insert into public.contact_decisions as known (contact_id, tenant_id, decision, company_id, decided_by)
  select fields.contact_id, p_tenant_id, fields.decision, fields.company_id, (select auth.uid())
  from jsonb_array_elements(p_decisions) as element
  cross join lateral jsonb_to_record(element) as fields (contact_id uuid, decision text, company_id uuid)
  where fields.decision is not null
  on conflict (tenant_id, contact_id) do update
  set decision = excluded.decision, company_id = excluded.company_id, decided_by = excluded.decided_by, decided_at = now()
  where (known.decision, known.company_id) is distinct from (excluded.decision, excluded.company_id);

  perform private.apply_contact_matches(p_tenant_id, v_ids);
  return coalesce(v_previous, '[]');
end;
$$;
comment on function private.decide_contacts(uuid, jsonb) is
  'Admins only. p_decisions: at most 500 {"contact_id", "decision": "company" | "not_a_customer" | null, "company_id"}; null takes a decision back, and matching decides again. Returns what was decided before in the same shape: called with that, it undoes. 42501 for others, 22023 for unknown contacts, 23503 for a company of somebody else.';

create function public.decide_contacts(p_tenant_id uuid, p_decisions jsonb)
returns jsonb language sql volatile set search_path = ''
as $$ select private.decide_contacts(p_tenant_id, p_decisions); $$;
comment on function public.decide_contacts(uuid, jsonb) is 'Admins: see private.decide_contacts.';

-- ── candidates ──────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.contact_candidates(p_tenant_id uuid, p_contact_ids uuid[])
returns table (
  contact_id uuid, company_id uuid, legal_name text, trade_name text, document text, is_active boolean, likeness real, reasons text[]
)
language sql
volatile
security definer -- reads the private names of the tenants that the caller may read
set search_path = ''
as $$
  with
    wanted as materialized (
      select c.id, c.name
      from public.contacts as c
      where c.tenant_id = p_tenant_id and c.id = any (p_contact_ids[:50]) and c.name is not null
        and p_tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
    ),
    pairs as (
      select distinct on (p.name, p.company_id) p.*, p.doubts && array['other_words', 'other_order', 'other_number', 'other_trade'] as is_other
      from private.match_pairs(p_tenant_id, (select array_agg(name) from wanted)) as p
      order by p.name, p.company_id, p.doubts = '{}' desc, p.rank, p.similarity desc
    ),
    ranked as (
      select
        p.*,
        p.doubts = '{}' and count(*) filter (where p.doubts = '{}') over (partition by p.name) > 1 as is_homonym,
        row_number() over (
          partition by p.name order by p.is_other, p.doubts = '{}' desc, p.rank, p.similarity desc, company.is_active is not false desc, company.document
        ) as place
      from pairs as p
      join public.companies as company on company.id = p.company_id
    )
  select
    w.id, c.id, c.legal_name, c.trade_name, c.document, c.is_active, r.similarity,
    case when r.is_homonym then array['homonym'] when r.doubts = '{}' then array['same_name'] else r.doubts end
  from wanted as w
  join ranked as r on r.name = w.name and r.place <= 5
  join public.companies as c on c.id = r.company_id
  order by w.id, r.place;
$$;
comment on function private.contact_candidates(uuid, uuid[]) is
  'Up to five companies for each of at most 50 contacts, the likeliest first: likeness 0 to 1, and why it is no automatic match, as codes (same_name and homonym: the names agree). Nothing for tenants that the caller may not read.';

create function public.contact_candidates(p_tenant_id uuid, p_contact_ids uuid[])
returns table (
  contact_id uuid, company_id uuid, legal_name text, trade_name text, document text, is_active boolean, likeness real, reasons text[]
)
language sql volatile set search_path = ''
as $$ select * from private.contact_candidates(p_tenant_id, p_contact_ids); $$;
comment on function public.contact_candidates(uuid, uuid[]) is 'Admins and auditors: see private.contact_candidates.';

revoke all on function
  private.audit_contact_decision(), private.contact_matches(uuid, text[], text[]), private.apply_contact_matches(uuid, uuid[]),
  private.decide_contacts(uuid, jsonb), public.decide_contacts(uuid, jsonb),
  private.contact_candidates(uuid, uuid[]), public.contact_candidates(uuid, uuid[])
from public, anon, authenticated, service_role;
grant execute on function
  private.decide_contacts(uuid, jsonb), public.decide_contacts(uuid, jsonb),
  private.contact_candidates(uuid, uuid[]), public.contact_candidates(uuid, uuid[])
to authenticated;
