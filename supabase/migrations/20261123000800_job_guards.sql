-- The state machine, enforced by the table: whoever updates a job, illegal edges are refused and attempts are booked.
--
-- SQLSTATEs of the queue (class IQ is ours):
--   IQ001 illegal_transition   the job cannot go from its state to the wanted one, or a fixed column would change
--   IQ002 integration_disabled the integration of the job is switched off

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

-- ── update ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.worked_ms(p_job_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
  select least(worked_ms + coalesce(extract(epoch from clock_timestamp() - claimed_at) * 1000, 0), 2147483647)::integer
  from private.job_leases
  where job_id = p_job_id;
$$;
comment on function private.worked_ms(uuid) is 'Milliseconds worked in the current attempt; null when the job was never claimed.';

create function private.percentage(p_processed integer, p_total integer)
returns integer
language sql
immutable
set search_path = ''
as $$
  -- 100 is reserved for success.
  select case when p_total > 0 then least(99, floor(100.0 * p_processed / greatest(p_total, p_processed))::integer) end;
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
    or new.created_by is distinct from old.created_by
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
    when 'running -> pending' then v_given_attempts in (0, -1) -- 0: retry, the attempt is spent; -1: yield or cool-down
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
  if v_edge in ('running -> pending', 'running -> error', 'running -> canceled') then
    -- Progress is published about once a second: what came after the last time is made up for here.
    select * into v_lease from private.job_leases where job_id = new.id;
    if found then
      v_processed := coalesce((v_lease.counters ->> 'processed')::integer, 0);
      new.progress := greatest(new.progress, private.percentage(v_processed, v_lease.total));
      new.total_count := case when v_lease.total is not null then greatest(v_lease.total, new.processed_count, v_processed) end;
      new.processed_count := greatest(new.processed_count, v_processed);
    end if;
  end if;
  if new.finished_at is not null then
    new.finished_at := greatest(new.finished_at, new.started_at);
    new.execution_time_ms := private.worked_ms(new.id);
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
create function private.subtract_counters(p_minuend jsonb, p_subtrahend jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(key, value::bigint - coalesce((p_subtrahend ->> key)::bigint, 0)), '{}')
  from jsonb_each_text(p_minuend);
$$;
comment on function private.subtract_counters(jsonb, jsonb) is 'Key by key: minuend - subtrahend, a missing key counts as 0.';

create function private.book_attempt()
returns trigger
language plpgsql
security definer -- writes integration_logs and last_*, which no caller may write
set search_path = ''
as $$
declare
  v_lease private.job_leases;
  v_done jsonb := '{}';
  v_worked_ms integer;
  v_is_final boolean := new.status in ('success', 'error', 'canceled');
begin
  select * into v_lease from private.job_leases where job_id = new.id;

  -- Yield and cool-down give the attempt back: it goes on later and is booked when it ends.
  if v_is_final or new.attempts = old.attempts then
    -- A job that waits for a retry has done nothing since the attempt that was booked when it failed.
    if old.status = 'running' or v_lease.attempt_is_open then
      v_done := private.subtract_counters(coalesce(v_lease.counters, '{}'), coalesce(v_lease.attempt_counters, '{}'));
      v_worked_ms := private.worked_ms(new.id);
    end if;
    insert into public.integration_logs (
      tenant_id, integration, provider_slug, execution_id, job_id, attempt, status,
      total_processados, total_matched, total_review, total_ignored,
      execution_time_ms, error_code, error_message, payload, response
    )
    select
      new.tenant_id, name, new.provider_slug, new.id, new.id,
      -- A job that waits is cancelled before the attempt that it waits for.
      case when old.status = 'pending' then new.attempts + 1 else new.attempts end,
      case when v_is_final then new.status else 'error' end,
      coalesce((v_done ->> 'processed')::integer, 0), coalesce((v_done ->> 'matched')::integer, 0),
      coalesce((v_done ->> 'review')::integer, 0), coalesce((v_done ->> 'ignored')::integer, 0),
      v_worked_ms, new.error_code, new.error_message, new.payload,
      coalesce(v_lease.counters, '{}') || jsonb_build_object('problem_list', coalesce(v_lease.problems, '[]'))
    from public.integration_providers
    where slug = new.provider_slug;
  end if;

  if v_is_final then
    update public.tenant_integrations
    set last_run = new.finished_at, last_status = new.status, last_error = new.error_message
    where tenant_id = new.tenant_id and provider_slug = new.provider_slug;
    delete from private.job_leases where job_id = new.id;
  end if;
  return null;
end;
$$;
comment on function private.book_attempt() is
  'After-update trigger: in the transaction that ends an attempt, writes its integration_logs row, last_* and, when final, drops the lease.';

-- ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────
create trigger guard_insert before insert on public.integration_jobs
for each row execute function private.guard_job_insert();

create trigger guard_update before update on public.integration_jobs
for each row execute function private.guard_job_update();

create trigger book_attempt after update on public.integration_jobs
for each row
when (old.status is distinct from new.status and new.status <> 'running')
execute function private.book_attempt();

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function private.guard_job_insert(), private.guard_job_update(), private.worked_ms(uuid),
  private.percentage(integer, integer),  private.subtract_counters(jsonb, jsonb), private.book_attempt() from public;
