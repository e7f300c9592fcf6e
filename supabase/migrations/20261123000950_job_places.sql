-- Places: a limit of n jobs is n numbered places, and a running job takes one among all, one of its tenant, one of its provider.
-- Each is an advisory lock until the end of the transaction, so that a claim that is not committed yet counts too and nobody waits.
-- The last places are for runs that a person started: scheduled ones look for theirs below them only.
-- A limit that is lowered holds for the places that are taken from then on: what runs in higher ones ends first.

-- ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create type private.place as (
  job_id uuid, tenant_id uuid, provider_slug text, is_click boolean, slot integer, tenant_slot integer, provider_slot integer
);
comment on type private.place is 'The numbered places that one running job takes: among all, of its tenant, of its provider.';

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.take_places(p_settings private.queue_settings, p_candidates private.place[], p_limit integer)
returns private.place[]
language plpgsql
volatile
security definer -- locks jobs, which no caller may do directly
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_places private.place[] := '{}';
  -- 'scope number' of the places that this transaction has taken: an advisory lock is no obstacle for who holds it.
  v_own text[] := '{}';
  -- Where nothing is left, for scheduled runs or for everybody; '' = at all.
  v_full_for_schedules text[] := '{}';
  v_full text[] := '{}';
  v_candidate private.place;
  v_status text;
  v_run_after timestamptz;
  v_most integer;
  v_most_of_provider integer;
  v_slot integer;
  v_tenant_slot integer;
  v_provider_slot integer;
begin
  foreach v_candidate in array p_candidates loop
    continue when array_position(v_full, v_candidate.provider_slug) is not null
      or not v_candidate.is_click and array['', v_candidate.provider_slug] && v_full_for_schedules;
    -- By nothing but the key, so that no plan can take another index.
    select status, run_after into v_status, v_run_after
    from public.integration_jobs where id = v_candidate.job_id
    for no key update skip locked;
    continue when not found or v_status <> 'pending' or v_run_after > now();

    v_most := case when v_candidate.is_click then p_settings.max_running else p_settings.max_scheduled end;
    v_most_of_provider := case
      when v_candidate.is_click then p_settings.max_running_per_provider else p_settings.max_scheduled_per_provider
    end;
    -- The first that is free, everybody from another one on, so that claims at the same moment seldom want the same.
    select
      (
        select n
        from (select generate_series(first, first + v_most_of_provider - 1) % v_most_of_provider + 1 as n) as numbers
        where v_candidate.provider_slug || ' ' || n <> all (v_own)
          and pg_try_advisory_xact_lock(hashtext(v_candidate.provider_slug), n)
          and not exists (
            select from private.job_leases
            where slot is not null and provider_slug = v_candidate.provider_slug and provider_slot = n
          )
        limit 1
      ),
      (
        select n
        from (
          select generate_series(first, first + p_settings.max_running_per_tenant - 1) % p_settings.max_running_per_tenant + 1 as n
        ) as numbers
        where v_candidate.tenant_id || ' ' || n <> all (v_own)
          and pg_try_advisory_xact_lock(hashtext(v_candidate.tenant_id::text), n)
          and not exists (
            select from private.job_leases where slot is not null and tenant_id = v_candidate.tenant_id and tenant_slot = n
          )
        limit 1
      ),
      (
        select n
        from (select generate_series(first, first + v_most - 1) % v_most + 1 as n) as numbers
        where 'running ' || n <> all (v_own)
          and pg_try_advisory_xact_lock(hashtext('running'), n)
          and not exists (select from private.job_leases where slot is not null and slot = n)
        limit 1
      )
    into v_provider_slot, v_tenant_slot, v_slot
    from (select floor(random() * v_most)::integer) as start (first);

    exit when v_slot is null and v_candidate.is_click;
    if v_candidate.is_click and v_provider_slot is null then
      v_full := v_full || v_candidate.provider_slug;
    elsif v_slot is null or v_provider_slot is null then
      v_full_for_schedules := v_full_for_schedules || case when v_slot is null then '' else v_candidate.provider_slug end;
    end if;
    continue when v_slot is null or v_provider_slot is null or v_tenant_slot is null;
    v_places := v_places || row(
      v_candidate.job_id, v_candidate.tenant_id, v_candidate.provider_slug, v_candidate.is_click, v_slot, v_tenant_slot, v_provider_slot
    )::private.place;
    exit when cardinality(v_places) = p_limit;
    v_own := v_own || array[
      'running ' || v_slot, v_candidate.tenant_id || ' ' || v_tenant_slot, v_candidate.provider_slug || ' ' || v_provider_slot
    ];
  end loop;
  return v_places;
end;
$$;
comment on function private.take_places(private.queue_settings, private.place[], integer) is
  'Locks the first p_limit of the candidates (job, tenant and provider) that are still due and in nobody''s hands, and takes their places. A job for which there is no place is left out. A claim that is committed at this very moment may hold one of them: the indexes of the leases refuse that.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.take_places(private.queue_settings, private.place[], integer)
from public, anon, authenticated, service_role;
