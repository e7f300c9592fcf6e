-- The tick and a worker that finishes could lock each other out: the tick held the integration and waited in the unique index of
-- active jobs for the job that was being finished, the worker held that job and waited to write last_run on the integration.

create or replace function private.enqueue_scheduled()
returns integer
language plpgsql
security definer -- enqueues for every tenant
set search_path = ''
as $$
declare
  v_due record;
  v_enqueued integer := 0;
begin
  for v_due in
    select integration.*, tenant.time_zone
    from public.tenant_integrations as integration
    join public.tenants as tenant on tenant.id = integration.tenant_id
    where integration.next_run_at <= now()
    order by integration.next_run_at
    limit 100
    -- Not "for update": a user who enqueues at this moment holds a key share, and the insert below may have to wait for him.
    for no key update of integration skip locked
  loop
    insert into public.integration_jobs (tenant_id, provider_slug)
    select v_due.tenant_id, v_due.provider_slug
    -- A run that is still active counts as this one. Looked for first, so that nothing waits for it to end; what starts at this
    -- very moment is left to the index.
    where not exists (
      select 1 from public.integration_jobs
      where tenant_id = v_due.tenant_id and provider_slug = v_due.provider_slug and status in ('pending', 'running')
    )
    on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do nothing;
    if found then
      v_enqueued := v_enqueued + 1;
    end if;
    update public.tenant_integrations
    set next_run_at = private.next_run(v_due.schedule_kind, v_due.schedule_time, v_due.schedule_weekday, v_due.time_zone, now())
    where id = v_due.id;
  end loop;
  return v_enqueued;
end;
$$;
