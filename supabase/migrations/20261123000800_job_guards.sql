-- The state machine, enforced by the table: whoever updates a job, illegal edges are refused and attempts are booked.
--
-- SQLSTATEs of ours (class IQ), each with one meaning, wherever it is raised; the app and the functions read them:
--   IQ001 illegal_transition       the job cannot go from its state to the wanted one, or a fixed column would change
--   IQ002 integration_disabled     the integration of the job is switched off
--   IQ003 credential_store_missing there is no Vault
--   IQ004 too_many_requests        a person or tenant did too much of one kind within a minute or an hour
--   IQ005 base_url_refused         not https, no public host name, or an address literal
--   IQ006 credentials_missing      the credential was given for another host
--   IQ007 last_admin               the tenant would be left without an admin who can sign in
--   IQ008 integration_exists       the tenant has this integration already

-- ── insert ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.guard_job_insert()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.require_safe_object('payload', new.payload, 8192);
  -- A signed-in user is always the author; service_role may name the user on whose behalf it enqueues.
  new.created_by := coalesce((select auth.uid()), new.created_by);
  if exists (
    select 1 from public.tenant_integrations
    where tenant_id = new.tenant_id and provider_slug = new.provider_slug and not is_enabled
  ) then
    raise exception 'Cannot enqueue a job: integration "%" is disabled', new.provider_slug
      using errcode = 'IQ002', hint = 'Enable the integration first';
  end if;
  return new;
end;
$$;
comment on function private.guard_job_insert() is 'Before-insert trigger: sets the author, refuses jobs of a disabled integration (IQ002).';

create function private.give_head_start()
returns trigger
language plpgsql
security definer -- reads the settings whoever enqueues
set search_path = ''
as $$
begin
  -- Bounded, so that nobody starves: a schedule that was due so much earlier is not overtaken. A run that is to wait waits all the same.
  if new.run_after <= now() then
    select new.run_after - make_interval(secs => click_head_start_seconds) into new.run_after from private.queue_settings;
  end if;
  return new;
end;
$$;
comment on function private.give_head_start() is
  'Before-insert trigger: a person waits for this run, so it counts as due click_head_start_seconds earlier than runs of nobody. One that is to begin later is left as it is.';

-- ── update ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.percentage(p_processed integer, p_total integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- 100 is reserved for success.
  return case when p_total > 0 then least(99, floor(100.0 * p_processed / greatest(p_total, p_processed))::integer) end;
end;
$$;
comment on function private.percentage(integer, integer) is 'How far a job is that is not finished, 0 to 99; null while the total is unknown.';

create function private.guard_job_update()
returns trigger
language plpgsql
security definer -- a cancelling admin reads the private lease through it
set search_path = ''
as $$
declare
  v_edge text := old.status || ' -> ' || new.status;
  v_given_attempts integer := new.attempts - old.attempts;
  v_is_legal boolean;
  v_lease private.job_leases;
  v_processed integer;
begin
  if (new.id, new.tenant_id, new.provider_slug, new.created_at, new.max_attempts, new.payload)
    is distinct from (old.id, old.tenant_id, old.provider_slug, old.created_at, old.max_attempts, old.payload)
    or (new.created_by, new.resumed_from, new.read_began_at) is distinct from (old.created_by, old.resumed_from, old.read_began_at)
  then
    raise exception 'Cannot change a fixed column of job %: current state is "%"', old.id, old.status using errcode = 'IQ001';
  end if;

  v_is_legal := case v_edge
    when 'pending -> pending' then v_given_attempts = 0
    when 'pending -> running' then v_given_attempts = 1
    when 'pending -> canceled' then v_given_attempts = 0
    when 'running -> running' then v_given_attempts = 0 and new.progress >= old.progress and new.processed_count >= old.processed_count
    when 'running -> success' then v_given_attempts = 0
    when 'running -> error' then v_given_attempts = 0
    when 'running -> canceled' then v_given_attempts = 0
    when 'running -> pending' then v_given_attempts in (0, -1) -- 0: retry, the attempt is spent; -1: it goes on later, or stored something and costs nothing
    else false
  end;
  if not v_is_legal then
    raise exception 'Cannot move job % along "%" (attempts %): the state machine has no such edge', old.id, v_edge, v_given_attempts
      using errcode = 'IQ001';
  end if;

  if new.status = 'canceled' then
    new.finished_at := clock_timestamp();
    new.canceled_by := (select auth.uid());
    new.error_code := null;
    new.error_message := null;
  end if;
  if old.status = 'running' and new.status <> 'running' or new.finished_at is not null then
    select * into v_lease from private.job_leases where job_id = new.id;
    -- Progress is published about once a second: what came after the last time is made up for here.
    if found and v_edge in ('running -> pending', 'running -> error', 'running -> canceled') then
      v_processed := coalesce((v_lease.counters ->> 'processed')::integer, 0);
      new.progress := greatest(new.progress, private.percentage(v_processed, v_lease.total));
      new.total_count := case when v_lease.total is not null then greatest(v_lease.total, new.processed_count, v_processed) end;
      new.processed_count := greatest(new.processed_count, v_processed);
    end if;
  end if;
  if new.finished_at is not null then
    new.finished_at := greatest(new.finished_at, new.started_at);
    new.execution_time_ms := private.worked_ms(v_lease.worked_ms, v_lease.claimed_at);
    new.step := null;
  end if;
  -- Strictly growing, so that a client can order two payloads of one row.
  new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
  return new;
end;
$$;
comment on function private.guard_job_update() is
  'Before-update trigger: refuses illegal edges and changes of fixed columns (IQ001), completes a cancellation, makes the counts of a job that stops running exact, stamps updated_at.';

-- ── bookkeeping ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.book_attempts()
returns trigger
language plpgsql
security definer -- writes integration_logs and last_*, which no caller may write
-- A few rows by their keys: planned once, whatever the statistics say of tables that are empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set search_path = ''
as $$
declare
  v_may_have_ended boolean;
  v_has_failed boolean;
  v_job_ids uuid[];
  v_final_ids uuid[];
begin
  select
    bool_or(status <> 'running'), bool_or(status = 'error'), array_agg(id), array_agg(id) filter (where finished_at is not null)
  into v_may_have_ended, v_has_failed, v_job_ids, v_final_ids
  from after_rows;
  -- Most updates begin a run or publish its progress.
  if v_may_have_ended is not true then
    return null;
  end if;
  if v_has_failed then
    -- Where the next run goes on from.
    insert into private.resume_points as point (
      tenant_id, provider_slug, job_id, payload, read_began_at, cursor, cursor_at, counters, problems, total
    )
    select
      job.tenant_id, job.provider_slug, job.id, job.payload, coalesce(job.read_began_at, job.created_at),
      l.cursor, l.cursor_at, l.counters, l.problems, l.total
    from after_rows as job
    join before_rows on before_rows.id = job.id
    join private.job_leases as l on l.job_id = job.id
    where job.status = 'error' and before_rows.status <> 'error' and l.cursor is not null
      -- Its cursor lies beyond the most that a run may read.
      and job.error_code <> 'too_many_records'
    on conflict (tenant_id, provider_slug) do update
    set
      job_id = excluded.job_id, payload = excluded.payload, read_began_at = excluded.read_began_at, cursor = excluded.cursor,
      cursor_at = excluded.cursor_at, counters = excluded.counters, problems = excluded.problems, total = excluded.total;
  end if;

  with
    ended as materialized (
      select
        job.id, job.tenant_id, job.provider_slug, job.status, job.finished_at, job.error_code, job.error_message, job.payload,
        job.finished_at is not null as is_final,
        l.counters, l.problems, l.worker, l.claimed_at,
        -- Not that of the job, which stands still when an attempt costs nothing.
        coalesce((select max(attempt) from public.integration_logs where execution_id = job.id), 0) + 1 as number,
        coalesce(l.attempt_is_open, false) as is_open,
        worked_on.it as is_worked_on,
        -- What the attempt did of the columns that reports read: the counters now less those when it began.
        case when worked_on.it then coalesce((l.counters ->> 'processed')::integer - coalesce((l.attempt_counters ->> 'processed')::integer, 0), 0) else 0 end as processed,
        case when worked_on.it then coalesce((l.counters ->> 'matched')::integer - coalesce((l.attempt_counters ->> 'matched')::integer, 0), 0) else 0 end as matched,
        case when worked_on.it then coalesce((l.counters ->> 'review')::integer - coalesce((l.attempt_counters ->> 'review')::integer, 0), 0) else 0 end as review,
        case when worked_on.it then coalesce((l.counters ->> 'ignored')::integer - coalesce((l.attempt_counters ->> 'ignored')::integer, 0), 0) else 0 end as ignored,
        case
          when job.finished_at is not null then job.execution_time_ms
          else private.worked_ms(l.worked_ms, l.claimed_at)
        end as worked
      from after_rows as job
      join before_rows on before_rows.id = job.id
      left join private.job_leases as l on l.job_id = any (v_job_ids) and l.job_id = job.id
      -- A job that waits for a retry has done nothing since the attempt that was booked when it failed.
      cross join lateral (select before_rows.status = 'running' or l.attempt_is_open is true) as worked_on (it)
      where job.status <> before_rows.status and job.status <> 'running'
    ),
    -- After a yield or in a cool-down the attempt goes on later and is booked when it ends.
    logged as (
      insert into public.integration_logs (
        tenant_id, integration, provider_slug, execution_id, job_id, attempt, status,
        total_processados, total_matched, total_review, total_ignored,
        execution_time_ms, error_code, error_message, payload, response, worker, claimed_at
      )
      select
        ended.tenant_id, provider.name, ended.provider_slug, ended.id, ended.id, number,
        case when is_final then ended.status else 'error' end,
        processed, matched, review, ignored,
        case when is_worked_on then worked end, ended.error_code, ended.error_message, ended.payload,
        coalesce(counters, '{}') || jsonb_build_object('problem_list', coalesce(problems, '[]')),
        ended.worker, ended.claimed_at
      from ended
      join public.integration_providers as provider on provider.slug = ended.provider_slug
      where is_final or (not is_open and ended.error_code is not null)
    ),
    booked as (
      update public.tenant_integrations as integration
      set
        last_run = ended.finished_at, last_status = ended.status, last_error = ended.error_message,
        last_error_code = ended.error_code
      from ended
      where is_final and integration.tenant_id = ended.tenant_id and integration.provider_slug = ended.provider_slug
    )
  delete from private.job_leases as l
  using ended
  where l.job_id = any (v_job_ids) and l.job_id = ended.id and is_final;
  if v_final_ids is not null then
    perform private.drop_read_pages(
      case when v_has_failed then array(
        select id from unnest(v_final_ids) as id
        where not exists (select 1 from private.resume_points as point where point.job_id = id)
      ) else v_final_ids end
    );
  end if;
  return null;
end;
$$;
comment on function private.book_attempts() is
  'After-update trigger of a whole statement: in the transaction that ends attempts, writes their integration_logs rows, last_* and, when final, drops the leases; of a failed run it keeps where the next one goes on.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create trigger guard_insert before insert on public.integration_jobs
for each row execute function private.guard_job_insert();

-- Named to fire after guard_insert, which sets the author.
create trigger head_start before insert on public.integration_jobs
for each row when (new.status = 'pending' and new.created_by is not null)
execute function private.give_head_start();

create trigger guard_update before update on public.integration_jobs
for each row execute function private.guard_job_update();

-- Once a statement, not once a row: a set of jobs that end together is booked together. Transition tables allow no condition here.
create trigger book_attempts after update on public.integration_jobs
referencing old table as before_rows new table as after_rows
for each statement execute function private.book_attempts();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.guard_job_insert(), private.give_head_start(), private.guard_job_update(), private.percentage(integer, integer),
  private.book_attempts() from public;
