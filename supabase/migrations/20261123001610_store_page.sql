-- One page of any provider: rows, problems, counters and cursor in one transaction, only with the current lease.
-- What is special about a provider is its upsert function, named in the catalogue.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.read_pages (
  job_id uuid not null references public.integration_jobs (id) on delete cascade,
  page bigint generated always as identity,
  keys text[] not null,
  is_full boolean not null,
  scope jsonb,
  refused jsonb not null default '[]',
  primary key (job_id, page),
  constraint scope_is_a_range_of_a_column check (
    scope is null or (scope ?& array['column', 'from', 'to'] and scope ->> 'from' <= scope ->> 'to')
  )
);
comment on table private.read_pages is
  'What a run has read so far, one row per page: what did not come is known at its end. Goes when the job ends, or over to the job that goes on from its cursor.';
comment on column private.read_pages.keys is 'The provider''s ids of all records of the page, those with problems included.';
comment on column private.read_pages.is_full is 'The page belongs to a read of everything (within scope), begun by this job at the first page.';
comment on column private.read_pages.refused is
  'Records that lost to another one that had not come yet: they are tried again when the read is over. See private.retry_refused.';
comment on column private.read_pages.scope is
  'What the read covers, {"column", "from", "to"} (both ends included), where the provider is read by a window; null = all.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.was_read(p_key text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select 1 from private.read_pages where job_id = private.current_job() and p_key = any (keys));
$$;
comment on function private.was_read(text) is 'Whether the run in whose name this transaction writes has read the record with this id of the provider, this page included.';

create function private.was_refused(p_record jsonb)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select 1 from private.read_pages where job_id = private.current_job() and refused @> jsonb_build_array(p_record)
  );
$$;
comment on function private.was_refused(jsonb) is 'Whether a record with these fields lost to another one in this run and waits for its end.';

create function private.read_is_over()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(current_setting('integrations.read_is_over', true), '') = 'true';
$$;
comment on function private.read_is_over() is 'Whether this transaction writes at the end of a complete read: what was not read then does not exist at the provider.';

create function private.read_decides_later(p_key text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not private.read_is_over()
    and (select bool_and(is_full) from private.read_pages where job_id = private.current_job())
    and (not private.was_read(p_key) or private.was_refused(jsonb_build_object('external_id', p_key)));
$$;
comment on function private.read_decides_later(text) is
  'Whether a read of everything, not over yet, will still say something of the record with this id: it has not come, or waits for another one. Null where nothing is read.';

create function private.record_label(p_row jsonb, p_key text)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    nullif(
      concat_ws(', ', 'ID ' || (p_row ->> p_key), coalesce(p_row ->> 'legal_name', p_row ->> 'customer_name', p_row ->> 'name')), ''
    ),
    'registro sem identificação'
  );
$$;
comment on function private.record_label(jsonb, text) is 'How people recognise a record: its id in field p_key, and its name.';

create function private.storing_problem(p_sqlstate text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    -- Says nothing about the record: connection, transaction, lock, resources, operator, or a mistake of our own.
    when left(p_sqlstate, 2) in ('08', '25', '26', '28', '2D', '34', '3B', '3D', '3F', '40', '42', '53', '55', '57', '58', 'F0', 'XX')
      then null
    when p_sqlstate = '23502' then 'falta um valor obrigatório'
    when p_sqlstate = '23505' then 'outro registro já usa a mesma identificação'
    when left(p_sqlstate, 2) = '22' then 'um dos valores tem formato ou tamanho que não pode ser gravado'
    when left(p_sqlstate, 2) in ('23', '54') then 'um dos valores não é aceito'
    else 'não foi possível gravar o registro'
  end || ' (código ' || p_sqlstate || ')';
$$;
comment on function private.storing_problem(text) is
  'Why a record could not be stored, for people (Portuguese); null when the error is not the record''s fault and must end the attempt.';

create function private.upsert_rows(p_provider public.integration_providers, p_tenant_id uuid, p_rows jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_length integer := jsonb_array_length(p_rows);
  v_half jsonb;
  v_written jsonb;
  v_answer jsonb := '{}';
  v_problems jsonb := '[]';
begin
  begin
    execute format('select private.%I($1, $2)', p_provider.upsert_function) into strict v_written using p_tenant_id, p_rows;
    return '{"problem_list": []}' || v_written;
  exception
    when others then
      if private.storing_problem(sqlstate) is null then
        raise;
      end if;
      raise log 'Cannot store % record(s) of "%": % (%)', v_length, p_provider.slug, private.scrub(sqlerrm), sqlstate;
      if v_length = 0 then
        raise;
      end if;
      if v_length = 1 then
        return jsonb_build_object('problem_list', jsonb_build_array(jsonb_build_object(
          'item', private.record_label(p_rows -> 0, p_provider.record_key), 'reason', private.storing_problem(sqlstate)
        )));
      end if;
  end;
  -- One bad record must not take the others with it: each half by itself, until it is found.
  for v_half in
    select jsonb_agg(element order by position)
    from jsonb_array_elements(p_rows) with ordinality as elements (element, position)
    group by position <= v_length / 2
    order by min(position)
  loop
    v_written := private.upsert_rows(p_provider, p_tenant_id, v_half);
    v_answer := private.add_counters(v_answer, v_written - 'problem_list');
    v_problems := v_problems || (v_written -> 'problem_list');
  end loop;
  return v_answer || jsonb_build_object('problem_list', v_problems);
end;
$$;
comment on function private.upsert_rows(public.integration_providers, uuid, jsonb) is
  'Writes rows by the provider''s upsert function; a record that cannot be stored becomes a problem, all others are written. Returns the counters and "problem_list" [{"item", "reason"}]: together they add up to the rows.';

create function private.store_page(
  p_job_id uuid,
  p_token uuid,
  p_rows jsonb,
  p_cursor jsonb,
  p_total integer default null,
  p_step text default null,
  p_problems jsonb default '[]',
  p_skipped integer default 0,
  p_keys text[] default null,
  p_is_full boolean default false,
  p_scope jsonb default null,
  p_calls jsonb default null
)
returns jsonb
language plpgsql
security definer -- writes synced data and the checkpoint for the holder of the lease
set search_path = ''
as $$
declare
  v_state text := private.lock_held_job(p_job_id, p_token);
  v_job public.integration_jobs;
  v_provider public.integration_providers;
  v_page bigint;
  v_written jsonb;
  v_problems jsonb;
  v_records integer;
  v_not_understood integer := jsonb_array_length(jsonb_path_query_array(p_problems, '$[*] ? (@.is_stored == true)'));
begin
  if v_state <> 'held' then
    return jsonb_build_object('state', v_state);
  end if;
  select * into strict v_job from public.integration_jobs where id = p_job_id;
  select * into strict v_provider from public.integration_providers where slug = v_job.provider_slug;

  perform private.write_for_job(p_job_id);
  insert into private.read_pages (job_id, keys, is_full, scope)
  select
    p_job_id,
    coalesce(p_keys, '{}'),
    -- A job that began at a cursor which another one had left did not see the pages before it, unless they came over to it.
    p_is_full and p_keys is not null
      and (l.cursor is null or exists (select 1 from private.read_pages where job_id = p_job_id)),
    p_scope
  from private.job_leases as l
  where l.job_id = p_job_id
  returning page into v_page;

  v_written := private.upsert_rows(v_provider, v_job.tenant_id, p_rows);
  v_problems := p_problems || (v_written -> 'problem_list');
  update private.read_pages
  set refused = jsonb_path_query_array(v_problems, '$[*].refused ? (@ != null)')
  where job_id = p_job_id and page = v_page and v_problems @? '$[*].refused ? (@ != null)';
  perform private.note_problems(p_job_id, v_problems);
  v_records := jsonb_array_length(p_rows) + jsonb_array_length(p_problems) - v_not_understood + p_skipped;
  perform private.log_page(
    v_job, v_records, coalesce((v_written ->> 'created')::integer, 0) + coalesce((v_written ->> 'updated')::integer, 0),
    jsonb_array_length(v_problems), p_step, p_calls
  );
  return private.advance_job(
    p_job_id, p_token, p_cursor,
    '{"created": 0, "updated": 0, "unchanged": 0}' || (v_written - 'problem_list') || jsonb_build_object(
      'processed', v_records,
      'problems', jsonb_array_length(v_problems) - v_not_understood,
      'skipped', p_skipped
    ) || case when v_not_understood > 0 then jsonb_build_object('not_understood', v_not_understood) else '{}' end,
    p_total, p_step, v_problems
  );
end;
$$;
comment on function private.store_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb) is
  'One page: rows, problems, counters and cursor in one transaction, only with the current lease. '
  'p_rows: records as the provider''s upsert function takes them. p_cursor: where to go on, null = this was the last page. '
  'p_problems [{"item", "reason", "is_stored"}]: records that could not be mapped; with is_stored a field of a record that is among '
  'the rows, counted as not_understood. p_skipped: how many are none of ours (groups, expenses). '
  'p_keys: the provider''s ids of every record of the page as they are stored, also of those with problems or skipped; null = unknown. '
  'p_is_full: this run reads everything that the provider has, from the first page on (within p_scope). '
  'p_scope: for a provider that is read by a window, what the full read covers, {"column": "due_on", "from": "2026-07-01", "to": "2027-01-31"}: '
  'a date column of the table, both ends included, the same on every page of a run; null = everything. '
  'Only when every page of a run is full may what did not come be marked as gone at its end. '
  'p_calls {"calls", "ms", "status"}: what reading the page took, for the log of the run; null = not told. '
  'Returns {"state", "processed", "total"}; with any state but "held" nothing was written.';

create function public.store_integration_page(
  p_job_id uuid,
  p_lease_token uuid,
  p_rows jsonb,
  p_cursor jsonb,
  p_total integer default null,
  p_step text default null,
  p_problems jsonb default '[]',
  p_skipped integer default 0,
  p_keys text[] default null,
  p_is_full boolean default false,
  p_scope jsonb default null,
  p_calls jsonb default null
)
returns jsonb
language plpgsql -- a body in SQL would be planned anew for every page
volatile
set search_path = ''
as $$
begin
  return private.store_page(
    p_job_id, p_lease_token, p_rows, p_cursor, p_total, p_step, p_problems, p_skipped, p_keys, p_is_full, p_scope, p_calls
  );
end;
$$;
comment on function public.store_integration_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb) is
  'service_role only: see private.store_page.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.read_pages from public, anon, authenticated, service_role;
revoke all on function
  private.was_read(text), private.was_refused(jsonb), private.read_is_over(), private.read_decides_later(text),
  private.record_label(jsonb, text), private.storing_problem(text),
  private.upsert_rows(public.integration_providers, uuid, jsonb),
  private.store_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb),
  public.store_integration_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  private.store_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb),
  public.store_integration_page(uuid, uuid, jsonb, jsonb, integer, text, jsonb, integer, text[], boolean, jsonb, jsonb)
to service_role;
