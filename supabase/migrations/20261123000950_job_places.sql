-- Places: a limit of n jobs is n numbered places, and a running job takes one among all, one of its tenant, one of its provider.
-- Each is an advisory lock until the end of the transaction, so that a claim that is not committed yet counts too and nobody waits.

-- ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create type private.place as (
  job_id uuid, tenant_id uuid, provider_slug text, slot integer, tenant_slot integer, provider_slot integer
);
comment on type private.place is 'The numbered places that one running job takes: among all, of its tenant, of its provider.';

create type private.running as (tenant_ids uuid[], provider_slugs text[], taken bigint[], is_any_lost boolean);
comment on type private.running is
  'What runs now: tenant and provider of each job, the keys of all places taken (private.place_key), and whether a lease has run out or a job does not advance.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.place_key(p_scope text, p_slot integer)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return (pg_catalog.hashtext(p_scope)::bigint << 32) + p_slot;
end;
$$;
comment on function private.place_key(text, integer) is
  'One number for a place of a scope (''running'', a tenant''s id, a provider): the key of its advisory lock.';

create function private.read_running(p_settings private.queue_settings)
returns private.running
language plpgsql
volatile
security definer -- reads leases, which no caller may do
-- A few rows by one small index: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set search_path = ''
as $$
declare
  v_running private.running;
begin
  select
    array_agg(l.tenant_id),
    array_agg(l.provider_slug),
    array_agg((hashtext('running')::bigint << 32) + l.slot)
      || array_agg((hashtext(l.tenant_id::text)::bigint << 32) + l.tenant_slot)
      || array_agg((hashtext(l.provider_slug)::bigint << 32) + l.provider_slot),
    bool_or(l.expires_at < now() or l.advanced_at < now() - make_interval(secs => p_settings.stall_seconds))
  into v_running
  from private.job_leases as l
  where l.slot is not null;
  return v_running;
end;
$$;
comment on function private.read_running(private.queue_settings) is
  'One look at the few leases that are held, so that every claim can afford it: all that a claim has to know of them. Arrays are null when nothing runs.';

create function private.take_place(p_scope text, p_limit integer, p_taken bigint[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_class bigint := private.place_key(p_scope, 0);
  -- Every connection begins somewhere else, so that claims at the same moment seldom want the same place.
  v_first integer := (pg_catalog.pg_backend_pid() + pg_catalog.cardinality(p_taken)) % p_limit;
  v_slot integer;
begin
  for v_step in 0 .. p_limit - 1 loop
    v_slot := (v_first + v_step) % p_limit + 1;
    -- Those that this transaction took are among p_taken: an advisory lock is no obstacle for who holds it.
    if v_class + v_slot <> all (p_taken) and pg_catalog.pg_try_advisory_xact_lock(v_class + v_slot) then
      return v_slot;
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.take_place(text, integer, bigint[]) is
  'A place in 1..p_limit whose key is not in p_taken and that no open transaction is just taking; null when there is none.';

create function private.take_places(p_settings private.queue_settings, p_running private.running, p_candidates private.place[], p_limit integer)
returns private.place[]
language plpgsql
volatile
security definer -- locks jobs, which no caller may do directly
-- A row by its key: planned once, whatever the statistics say.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set search_path = ''
as $$
declare
  v_tenant_ids uuid[] := coalesce(p_running.tenant_ids, '{}');
  v_provider_slugs text[] := coalesce(p_running.provider_slugs, '{}');
  v_taken bigint[] := coalesce(p_running.taken, '{}');
  v_places private.place[] := '{}';
  v_place private.place;
  v_slot integer;
  v_tenant_slot integer;
  v_provider_slot integer;
  v_status text;
  v_run_after timestamptz;
begin
  foreach v_place in array p_candidates loop
    exit when cardinality(v_places) >= p_limit;
    continue when cardinality(array_positions(v_tenant_ids, v_place.tenant_id)) >= p_settings.max_running_per_tenant
      or cardinality(array_positions(v_provider_slugs, v_place.provider_slug)) >= p_settings.max_running_per_provider;
    -- By nothing but the key, so that no plan can take another index.
    select status, run_after into v_status, v_run_after
    from public.integration_jobs where id = v_place.job_id
    for no key update skip locked;
    continue when not found or v_status <> 'pending' or v_run_after > now();

    v_slot := private.take_place('running', p_settings.max_running, v_taken);
    v_tenant_slot := private.take_place(v_place.tenant_id::text, p_settings.max_running_per_tenant, v_taken);
    v_provider_slot := private.take_place(v_place.provider_slug, p_settings.max_running_per_provider, v_taken);
    continue when v_slot is null or v_tenant_slot is null or v_provider_slot is null;
    v_places := v_places
      || row(v_place.job_id, v_place.tenant_id, v_place.provider_slug, v_slot, v_tenant_slot, v_provider_slot)::private.place;
    v_tenant_ids := v_tenant_ids || v_place.tenant_id;
    v_provider_slugs := v_provider_slugs || v_place.provider_slug;
    v_taken := v_taken || array[
      private.place_key('running', v_slot),
      private.place_key(v_place.tenant_id::text, v_tenant_slot),
      private.place_key(v_place.provider_slug, v_provider_slot)
    ];
  end loop;
  return v_places;
end;
$$;
comment on function private.take_places(private.queue_settings, private.running, private.place[], integer) is
  'Locks the first p_limit of the candidates (job, tenant and provider) that are still due and in nobody''s hands, and takes their places. A job for which there is no place is left out.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.place_key(text, integer), private.read_running(private.queue_settings), private.take_place(text, integer, bigint[]),
  private.take_places(private.queue_settings, private.running, private.place[], integer)
from public, anon, authenticated, service_role;
