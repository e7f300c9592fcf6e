-- Heartbeat and the fence that every write of a worker passes.

create function private.lease_state(p_job_id uuid, p_token uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when exists (select 1 from private.job_leases where job_id = p_job_id and token = p_token) then 'held'
    when exists (select 1 from public.integration_jobs where id = p_job_id and status = 'canceled') then 'canceled'
    else 'lost'
  end;
$$;
comment on function private.lease_state(uuid, uuid) is
  'held: the token is the job''s current lease; canceled: somebody cancelled the job; lost: the lease is another''s, or the job is over.';

create function private.read_leases(p_leases jsonb)
returns table (place bigint, job_id uuid, token uuid)
language plpgsql
immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(p_leases) is distinct from 'array' then
    raise exception 'Cannot read the leases: expected an array of {"job_id", "lease_token"}' using errcode = '22023';
  end if;
  return query
  select ordinality, (lease ->> 'job_id')::uuid, (lease ->> 'lease_token')::uuid
  from jsonb_array_elements(p_leases) with ordinality as entry (lease, ordinality);
end;
$$;
comment on function private.read_leases(jsonb) is 'The leases [{"job_id", "lease_token"}] that a worker presents, in their order.';

create function private.heartbeat_jobs(p_leases jsonb)
returns jsonb
language plpgsql
security definer -- renews private leases
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
begin
  with
    -- One that is locked is just being written, and a page renews its lease itself. Waiting for it with the leases of the others in hand
    -- would hold up all jobs of the worker.
    mine as (
      select l.job_id
      from private.job_leases as l
      join private.read_leases(p_leases) as presented on presented.job_id = l.job_id and presented.token = l.token
      order by l.job_id
      for no key update of l skip locked
    )
  update private.job_leases as l
  set
    expires_at = now() + make_interval(secs => settings.lease_seconds),
    -- Time that no lease covered is no time in which a living worker could have advanced: the clock was set, or all slept.
    advanced_at = l.advanced_at + greatest(now() - l.expires_at, interval '0')
  from mine, private.queue_settings as settings
  where l.job_id = mine.job_id;

  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'job_id', job_id,
        'state', private.lease_state(job_id, token)
      ) order by place
    ), '[]')
    from private.read_leases(p_leases)
  );
end;
$$;
comment on function private.heartbeat_jobs(jsonb) is
  'Renews the leases [{"job_id", "lease_token"}] of one worker. Returns [{"job_id", "state": "held" | "canceled" | "lost"}] in their order: anything but held tells the worker to stop the provider calls of that job.';

create function private.lock_held_job(p_job_id uuid, p_token uuid)
returns text
language plpgsql
security definer -- locks the job and its private lease
-- Two rows by their keys: planned once, whatever the statistics say.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set search_path = ''
as $$
begin
  -- Job first, lease second: the order of every transition and of a cancelling user, so that none can deadlock.
  perform 1
  from public.integration_jobs as j
  join private.job_leases as l on l.job_id = j.id
  where j.id = p_job_id and l.job_id = p_job_id and l.token = p_token
  for no key update of j
  for update of l;
  return case when found then 'held' else private.lease_state(p_job_id, p_token) end;
end;
$$;
comment on function private.lock_held_job(uuid, uuid) is
  'Locks a job for its worker until the end of the transaction. Returns lease_state; only after "held" may the caller write.';

create function private.lock_held_jobs(p_leases jsonb)
returns uuid[]
language plpgsql
security definer -- locks jobs and their private leases
set search_path = ''
as $$
declare
  v_lease record;
  v_held uuid[] := '{}';
begin
  -- In the order of the ids. One by one: no plan for many can be taken for any statistics of tables that are empty now and full in a minute.
  for v_lease in
    select distinct on (job_id) job_id, token from private.read_leases(p_leases) order by job_id, place
  loop
    if private.lock_held_job(v_lease.job_id, v_lease.token) = 'held' then
      v_held := v_held || v_lease.job_id;
    end if;
  end loop;
  return v_held;
end;
$$;
comment on function private.lock_held_jobs(jsonb) is
  'Locks the jobs of the leases [{"job_id", "lease_token"}] until the end of the transaction. Returns those that are held; a job that is presented twice counts with its first token.';

create function public.heartbeat_integration_jobs(p_leases jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.heartbeat_jobs(p_leases);
end;
$$;
comment on function public.heartbeat_integration_jobs(jsonb) is 'service_role only: see private.heartbeat_jobs.';

create function public.heartbeat_integration_job(p_job_id uuid, p_lease_token uuid)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return (private.heartbeat_jobs(jsonb_build_array(jsonb_build_object('job_id', p_job_id, 'lease_token', p_lease_token))) -> 0) - 'job_id';
end;
$$;
comment on function public.heartbeat_integration_job(uuid, uuid) is 'service_role only: private.heartbeat_jobs for one job; returns {"state"}.';

revoke all on function private.lease_state(uuid, uuid), private.read_leases(jsonb), private.heartbeat_jobs(jsonb),
  private.lock_held_job(uuid, uuid), private.lock_held_jobs(jsonb),
  public.heartbeat_integration_jobs(jsonb), public.heartbeat_integration_job(uuid, uuid) from public, anon, authenticated;
grant execute on function private.heartbeat_jobs(jsonb), public.heartbeat_integration_jobs(jsonb),
  public.heartbeat_integration_job(uuid, uuid), private.lock_held_job(uuid, uuid) to service_role;
