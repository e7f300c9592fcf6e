-- A run that follows a failed one goes on from its cursor while that is fresh and leads to the same data.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.resume_points (
  tenant_id uuid not null,
  provider_slug text not null,
  job_id uuid not null unique references public.integration_jobs (id) on delete cascade,
  payload jsonb not null,
  read_began_at timestamptz not null,
  cursor jsonb not null,
  cursor_at timestamptz not null,
  counters jsonb not null,
  problems jsonb not null,
  total integer,
  primary key (tenant_id, provider_slug),
  constraint point_is_of_an_integration
    foreign key (tenant_id, provider_slug) references public.tenant_integrations (tenant_id, provider_slug) on delete cascade
);
comment on table private.resume_points is
  'Where the newest run of an integration failed, one row each, until the next run is enqueued. Written by private.book_attempts; the pages that were read stay in private.read_pages meanwhile.';
comment on column private.resume_points.cursor_at is
  'When the cursor was stored: its age decides, and a run that fails at the same page again does not make it younger.';
create index resume_points_by_age on private.resume_points (cursor_at);

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.drop_read_pages(p_job_ids uuid[])
returns void
language plpgsql
security definer -- deletes what nobody may touch directly
set search_path = ''
as $$
begin
  delete from private.read_pages where job_id = any (p_job_ids);
end;
$$;
comment on function private.drop_read_pages(uuid[]) is 'Forgets what these jobs have read: nobody goes on from it.';

create function private.may_resume(p_point private.resume_points)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select 1
    from public.tenant_integrations as integration
    cross join private.queue_settings as settings
    where integration.tenant_id = p_point.tenant_id
      and integration.provider_slug = p_point.provider_slug
      and p_point.cursor_at > now() - make_interval(hours => settings.resume_hours)
      -- Another address, configuration or credential may lead to other records.
      and p_point.read_began_at > greatest(integration.settings_changed_at, integration.credentials_updated_at)
  );
end;
$$;
comment on function private.may_resume(private.resume_points) is 'Whether a run may still go on from this point: it is fresh and the connection is the same.';

create function private.find_resume_point()
returns trigger
language plpgsql
security definer -- reads the private point whoever enqueues
set search_path = ''
as $$
declare
  v_point private.resume_points;
begin
  new.resumed_from := null;
  new.read_began_at := null;
  if new.payload -> 'from_start' = 'true' then
    return new;
  end if;
  select point.* into v_point
  from private.resume_points as point
  where point.tenant_id = new.tenant_id
    and point.provider_slug = new.provider_slug
    and point.payload - 'from_start' = new.payload - 'from_start'
    and private.may_resume(point);
  if found then
    new.resumed_from := v_point.job_id;
    new.read_began_at := v_point.read_began_at;
    new.processed_count := coalesce((v_point.counters ->> 'processed')::integer, 0);
    new.total_count := case when v_point.total is not null then greatest(v_point.total, new.processed_count) end;
    new.progress := coalesce(private.percentage(new.processed_count, v_point.total), 0);
  end if;
  return new;
end;
$$;
comment on function private.find_resume_point() is
  'Before-insert trigger: a run that can go on from where the last one failed says so (resumed_from) and shows its counts. Not with payload {"from_start": true}.';

create function private.take_resume_point()
returns trigger
language plpgsql
security definer -- moves private rows whoever enqueues
set search_path = ''
as $$
declare
  v_point private.resume_points;
begin
  delete from private.resume_points
  where tenant_id = new.tenant_id and provider_slug = new.provider_slug
  returning * into v_point;
  if not found then
    return null;
  end if;
  if v_point.job_id is distinct from new.resumed_from then
    perform private.drop_read_pages(array[v_point.job_id]);
    return null;
  end if;
  insert into private.job_leases (
    job_id, cursor, cursor_at, counters, attempt_counters, claim_counters, problems, total
  )
  values (
    new.id, v_point.cursor, v_point.cursor_at, v_point.counters, v_point.counters, v_point.counters, v_point.problems, v_point.total
  );
  update private.read_pages set job_id = new.id where job_id = v_point.job_id;
  return null;
end;
$$;
comment on function private.take_resume_point() is
  'After-insert trigger: a new run takes over cursor, counters, problems and the pages read of the failed one, or drops them when it begins from the start.';

create function private.prune_resume_points(p_settings private.queue_settings)
returns integer
language plpgsql
security definer -- deletes private rows
set search_path = ''
as $$
declare
  v_job_ids uuid[];
begin
  with old as (
    select job_id from private.resume_points
    where cursor_at < now() - make_interval(hours => p_settings.resume_hours)
    order by cursor_at
    limit p_settings.prune_batch
    for update skip locked
  ),
  deleted as (
    delete from private.resume_points as point using old where point.job_id = old.job_id returning point.job_id
  )
  select coalesce(array_agg(job_id), '{}') into v_job_ids from deleted;
  perform private.drop_read_pages(v_job_ids);
  return cardinality(v_job_ids);
end;
$$;
comment on function private.prune_resume_points(private.queue_settings) is 'Deletes one batch of points that no run may go on from any more, with the pages read. Returns how many.';

create function private.resume_point_of(p_job_id uuid)
returns jsonb
language plpgsql
stable
security definer -- tells members of the tenant, who cannot read the private table
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('processed', coalesce((point.counters ->> 'processed')::integer, 0), 'total', point.total)
    from private.resume_points as point
    where point.job_id = p_job_id
      and point.tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
      and private.may_resume(point)
  );
end;
$$;
comment on function private.resume_point_of(uuid) is
  'What the next run would go on with after this failed one: {"processed", "total"} records; null when it would begin from the start, and for strangers.';

create function public.integration_resume_points(p_job_ids uuid[])
returns jsonb language sql stable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(job_id, point), '{}')
  from unnest(p_job_ids[:100]) as asked (job_id)
  cross join lateral private.resume_point_of(job_id) as point
  where point is not null;
$$;
comment on function public.integration_resume_points(uuid[]) is
  'Admins and auditors: see private.resume_point_of. By job id, those that have a point; of the first 100 asked for.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Named to fire before the other triggers of an insert, so that they see the whole row.
create trigger a_find_resume_point before insert on public.integration_jobs
for each row when (new.status = 'pending')
execute function private.find_resume_point();

create trigger take_resume_point after insert on public.integration_jobs
for each row when (new.status = 'pending')
execute function private.take_resume_point();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.resume_points from public, anon, authenticated, service_role;
revoke all on function
  private.drop_read_pages(uuid[]), private.may_resume(private.resume_points), private.find_resume_point(),
  private.take_resume_point(), private.prune_resume_points(private.queue_settings), private.resume_point_of(uuid),
  public.integration_resume_points(uuid[])
from public, anon, authenticated, service_role;
grant execute on function private.resume_point_of(uuid), public.integration_resume_points(uuid[]) to authenticated;
