-- What a run changed, as people look for it: a part of a name, whatever its accents and its case.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Row level security of the table says whose changes these are.
create function public.search_integration_changes(
  p_job_id uuid,
  p_kind text default null,
  p_search text default '',
  p_after bigint default 0,
  p_limit integer default 50
)
returns setof public.integration_changes
language sql
stable
set search_path = ''
as $$
  select *
  from public.integration_changes
  where job_id = p_job_id
    and id > p_after
    and (p_kind is null or kind = p_kind)
    and (
      p_search = ''
      or strpos(lower(private.fold(label || E'\n' || coalesce(reason, ''))), lower(private.fold(left(p_search, 200)))) > 0
    )
  order by id
  limit least(greatest(p_limit, 1), 1000);
$$;
comment on function public.search_integration_changes(uuid, text, text, bigint, integer) is
  'Changes of a run in the order in which they happened, by pages: those after the id p_after, at most p_limit (1 to 1000). '
  'p_kind null = all kinds; p_search = part of the name or of the reason, '''' = all. Nothing for strangers.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function public.search_integration_changes(uuid, text, text, bigint, integer)
from public, anon, authenticated, service_role;
grant execute on function public.search_integration_changes(uuid, text, text, bigint, integer) to authenticated;
