-- "Executar todas": several runs by one request, each with an answer of its own.

create function public.enqueue_integration_jobs(p_tenant_id uuid, p_provider_slugs text[])
returns table (provider_slug text, outcome text, job_id uuid)
language plpgsql
volatile
-- As the caller, under the policies and limits of an insert of his own: nothing is allowed here that is not allowed there.
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_slug text;
begin
  -- In one order, so that two callers do not wait for each other.
  for v_slug in
    select distinct slug from unnest(p_provider_slugs[:100]) as slug order by slug
  loop
    provider_slug := v_slug;
    job_id := null;
    -- Each in a part of its own: what is refused takes nothing of the others with it.
    begin
      insert into public.integration_jobs as job (tenant_id, provider_slug)
      values (p_tenant_id, v_slug)
      on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do nothing
      returning job.id into job_id;
      outcome := 'started';
      if job_id is null then
        outcome := 'job_already_active';
        select active.id into job_id
        from public.integration_jobs as active
        where active.tenant_id = p_tenant_id
          and active.provider_slug = v_slug
          and active.status in ('pending', 'running');
      end if;
    exception
      when insufficient_privilege then
        outcome := 'forbidden';
      when foreign_key_violation then
        outcome := 'not_found';
      when sqlstate 'IQ002' then
        outcome := 'integration_disabled';
      when sqlstate 'IQ004' then
        outcome := 'too_many_requests';
    end;
    return next;
  end loop;
end;
$$;
comment on function public.enqueue_integration_jobs(uuid, text[]) is
  'Enqueues a run of each integration named, at most 100, as the caller. One row each: outcome "started" or "job_already_active" with the job, else why not: "integration_disabled", "not_found", "forbidden", "too_many_requests". Errors: 40P01, 40001 nothing was done.';

revoke all on function public.enqueue_integration_jobs(uuid, text[]) from public, anon, authenticated, service_role;
grant execute on function public.enqueue_integration_jobs(uuid, text[]) to authenticated;
