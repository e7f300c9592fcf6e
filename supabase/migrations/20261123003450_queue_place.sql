-- What a waiting run is told: how many are really before it, why, and about when it begins.

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.due_before(p_job public.integration_jobs, p_scope text)
returns integer
language plpgsql
stable
-- By the claim's index and no further than a thousand rows of each provider, however many wait.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
begin
  select * into strict v_settings from private.queue_settings;
  return (
    select count(*)
    from public.integration_providers as provider
    cross join lateral (
      select 1
      from public.integration_jobs as job
      where job.provider_slug = provider.slug and job.status = 'pending' and job.run_after <= now()
        and (job.run_after, job.created_at, job.id) < (p_job.run_after, p_job.created_at, p_job.id)
        and (p_scope <> 'tenant' or job.tenant_id = p_job.tenant_id)
        -- A click goes to a place of its own past schedules that find none.
        and (
          p_job.created_by is null
          or job.created_by is not null
          or (select count(*) from private.job_leases where slot <= v_settings.max_scheduled) < v_settings.max_scheduled
        )
        -- Those that a claim passes over are not before anybody.
        and (job.tenant_id = p_job.tenant_id or job.tenant_id <> all (array(
          select tenant_id from private.job_leases where slot is not null
          group by tenant_id having count(*) >= v_settings.max_running_per_tenant
        )))
      limit 1000
    ) as first
    where provider.slug = p_job.provider_slug
      or (
        p_scope <> 'provider'
        and (select count(*) from private.job_leases where slot is not null and provider_slug = provider.slug)
          < v_settings.max_running_per_provider
      )
  );
end;
$$;
comment on function private.due_before(public.integration_jobs, text) is
  'How many due jobs a claim would take before this one, counted up to 1,000 of each provider. p_scope: all, provider (of its provider) or tenant (of its tenant).';

create function private.usual_run_seconds(p_provider_slug text)
returns numeric
language sql
stable
set search_path = ''
as $$
  select avg(execution_time_ms) / 1000.0
  from (
    select provider_slug, status, execution_time_ms
    from public.integration_jobs
    where finished_at > now() - interval '7 days'
    order by finished_at desc
    limit 300
  ) as newest
  where provider_slug = p_provider_slug and status <> 'canceled';
$$;
comment on function private.usual_run_seconds(text) is 'How long runs of a provider took lately, of all tenants together; null when there were none.';

create function private.queue_place(p_job_id uuid)
returns jsonb
language plpgsql
stable
security definer -- counts over all tenants, of which the caller learns numbers only
set search_path = ''
as $$
declare
  v_settings private.queue_settings;
  v_job public.integration_jobs;
  v_usual numeric;
  v_place record;
begin
  select * into v_job from public.integration_jobs
  where id = p_job_id and status = 'pending' and tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']));
  if not found then
    return null;
  end if;
  if v_job.run_after > now() then
    return jsonb_build_object('position', null, 'reason', null, 'seconds', null);
  end if;
  if v_job.provider_slug not in (select slug from private.open_providers) then
    return jsonb_build_object('position', private.due_before(v_job, 'provider') + 1, 'reason', 'paused', 'seconds', null);
  end if;
  select * into strict v_settings from private.queue_settings;
  v_usual := private.usual_run_seconds(v_job.provider_slug);

  -- Each limit is a number of places. A run begins when as many of those that run have ended as are before it beyond the free places;
  -- with all places taken one ends, on average, every usual time divided by the places.
  select scope, ahead, ends_before, ends_before * v_usual / places as seconds into v_place
  from (
    select scope, places, ahead, greatest(0, ahead + 1 - (places - taken)) as ends_before
    from (
      select
        scope, places, private.due_before(v_job, scope) as ahead,
        (
          select count(*)::integer from private.job_leases
          where slot is not null
            and (v_job.created_by is not null or scope <> 'all' or slot <= places)
            and (scope <> 'provider' or provider_slug = v_job.provider_slug and (v_job.created_by is not null or provider_slot <= places))
            and (scope <> 'tenant' or tenant_id = v_job.tenant_id)
        ) as taken
      from (
        values
          ('all', case when v_job.created_by is null then v_settings.max_scheduled else v_settings.max_running end),
          (
            'provider',
            case when v_job.created_by is null then v_settings.max_scheduled_per_provider else v_settings.max_running_per_provider end
          ),
          ('tenant', v_settings.max_running_per_tenant)
      ) as limits (scope, places)
    ) as counted
  ) as needed
  order by ends_before::numeric / places desc, scope
  limit 1;
  return jsonb_build_object(
    'position', v_place.ahead + 1,
    'reason', case when v_place.ends_before > 0 then v_place.scope end,
    'seconds', case when v_place.ends_before = 0 then 0 else ceil(v_place.seconds) end
  );
end;
$$;
comment on function private.queue_place(uuid) is
  'Of a due job of the caller''s tenant (admins and auditors): {"position": 1 = the next, "reason": the limit that it waits for, all, provider or tenant, or paused (maintenance), null = none, "seconds": until it begins, about, null = unknown}. All null while it waits for its time; null for strangers and for what does not wait.';

create function public.integration_queue_place(p_job_id uuid)
returns jsonb language sql stable set search_path = ''
as $$ select private.queue_place(p_job_id); $$;
comment on function public.integration_queue_place(uuid) is 'Admins and auditors: see private.queue_place.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.due_before(public.integration_jobs, text), private.usual_run_seconds(text), private.queue_place(uuid),
  public.integration_queue_place(uuid)
from public, anon, authenticated, service_role;
grant execute on function private.queue_place(uuid), public.integration_queue_place(uuid) to authenticated;
