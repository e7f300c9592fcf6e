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

create function private.heartbeat_job(p_job_id uuid, p_token uuid)
returns jsonb
language plpgsql
security definer -- renews the private lease
set search_path = ''
as $$
begin
  update private.job_leases
  set expires_at = now() + make_interval(secs => (select lease_seconds from private.queue_settings))
  where job_id = p_job_id and token = p_token;
  return jsonb_build_object('state', case when found then 'held' else private.lease_state(p_job_id, p_token) end);
end;
$$;
comment on function private.heartbeat_job(uuid, uuid) is
  'Renews the lease. Returns {"state": "held" | "canceled" | "lost"}: anything but held tells the worker to stop its provider calls.';

create function private.lock_held_job(p_job_id uuid, p_token uuid)
returns text
language plpgsql
security definer -- locks the job and its private lease
set search_path = ''
as $$
begin
  -- Job first, lease second: the order of every transition and of a cancelling user, so that none can deadlock.
  perform 1 from public.integration_jobs where id = p_job_id and status = 'running' for no key update;
  perform 1 from private.job_leases where job_id = p_job_id and token = p_token for update;
  return case when found then 'held' else private.lease_state(p_job_id, p_token) end;
end;
$$;
comment on function private.lock_held_job(uuid, uuid) is
  'Locks a job for its worker until the end of the transaction. Returns lease_state; only after "held" may the caller write.';

create function public.heartbeat_integration_job(p_job_id uuid, p_lease_token uuid)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.heartbeat_job(p_job_id, p_lease_token);
$$;
comment on function public.heartbeat_integration_job(uuid, uuid) is 'service_role only: see private.heartbeat_job.';

revoke all on function private.lease_state(uuid, uuid), private.heartbeat_job(uuid, uuid), private.lock_held_job(uuid, uuid),
  public.heartbeat_integration_job(uuid, uuid) from public, anon, authenticated;
grant execute on function private.heartbeat_job(uuid, uuid), public.heartbeat_integration_job(uuid, uuid),
  private.lock_held_job(uuid, uuid) to service_role;
