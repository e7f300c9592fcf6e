-- Log of a run: what the worker did, page by page and wait by wait, written in the transactions that do it. Only what is recorded nowhere
-- else: beginning and end of a run and of its attempts are in integration_jobs and integration_logs, the claim under way in the lease.

-- ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table private.queue_settings
  add column keep_run_log_days integer not null default 30,
  add column max_run_log_entries integer not null default 2000,
  add constraint run_log_is_kept_and_bounded check (keep_run_log_days > 0 and max_run_log_entries between 10 and 100000);
comment on column private.queue_settings.keep_run_log_days is 'The log of a run (public.integration_run_log) is deleted after so many days.';
comment on column private.queue_settings.max_run_log_entries is
  'Most entries of one run''s log. After half of them pages share entries by hundreds; the last one counts what finds no room.';

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_run_log (
  job_id uuid not null references public.integration_jobs (id) on delete cascade,
  entry integer not null,
  tenant_id uuid not null,
  kind text not null,
  attempt integer not null,
  page integer not null,
  pages integer not null default 0,
  records integer not null default 0,
  changed integer not null default 0,
  problems integer not null default 0,
  calls integer,
  read_ms integer,
  http_status integer,
  worker text,
  claimed_at timestamptz,
  waits_until timestamptz,
  message text,
  created_at timestamptz not null default now(),
  primary key (job_id, entry),
  constraint kind_is_valid check (kind in ('page', 'yielded', 'limited', 'retried', 'recovered', 'omitted')),
  constraint entries_count_from_one check (entry > 0),
  constraint counts_are_not_negative check (
    page >= 0 and pages >= 0 and records >= 0 and changed >= 0 and problems >= 0 and calls >= 0 and read_ms >= 0
  ),
  constraint a_page_entry_has_pages check (kind <> 'page' or pages > 0),
  constraint http_status_is_one check (http_status between 100 and 599),
  constraint message_is_short check (length(message) <= 1000)
)
-- An entry of many pages is updated by each of them: room on the page keeps those updates HOT.
with (fillfactor = 90);

comment on table public.integration_run_log is
  'What the worker did in a run, in order: pages read, waits, hand-overs. Bounded (queue_settings.max_run_log_entries), kept keep_run_log_days.';
comment on column public.integration_run_log.entry is 'Number of the entry in its run, from 1, without gaps.';
comment on column public.integration_run_log.kind is
  'page: stored. The others end a claim: yielded (the next worker goes on), limited (waits for a limit of the provider), retried (failed, waits for the next attempt), recovered (the worker was lost). omitted: stands for what found no room.';
comment on column public.integration_run_log.attempt is 'Attempt of the job at that time.';
comment on column public.integration_run_log.page is 'The newest page that this run had stored then, from 1; 0 = none.';
comment on column public.integration_run_log.pages is 'How many pages this entry stands for, up to "page".';
comment on column public.integration_run_log.changed is 'Records of the pages that were created or updated.';
comment on column public.integration_run_log.problems is 'Records of the pages that could not be taken over, in whole or in part.';
comment on column public.integration_run_log.calls is 'Calls of the provider that the pages took; null = not told.';
comment on column public.integration_run_log.read_ms is 'How long reading the pages took, waits for the provider''s pace included; null = not told.';
comment on column public.integration_run_log.http_status is 'Status of the last answer of the provider; null = not told.';
comment on column public.integration_run_log.worker is 'Who held the job, where the entry ends a claim. The other claims are in integration_logs and the lease.';
comment on column public.integration_run_log.claimed_at is 'Since when, likewise.';
comment on column public.integration_run_log.waits_until is 'Until when the job waits.';
comment on column public.integration_run_log.message is 'The step of a page, the reason of a wait: for people (Portuguese), scrubbed.';
comment on column public.integration_run_log.created_at is 'When; of an entry of several pages, the first of them.';

create index integration_run_log_to_prune on public.integration_run_log (created_at);

-- ── row level security and grants ───────────────────────────────────────────────────────────────────────────────────
alter table public.integration_run_log enable row level security;
create policy "Admins and auditors read the run logs of their tenant" on public.integration_run_log
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

revoke all on public.integration_run_log from public, anon, authenticated, service_role;
grant select on public.integration_run_log to authenticated, service_role;

-- ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.last_entry(p_job_id uuid)
returns public.integration_run_log
language plpgsql
stable
-- One row by its key: planned once, whatever the statistics say of a table that is empty now and full in a minute.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set search_path = ''
as $$
declare
  v_last public.integration_run_log;
begin
  select * into v_last from public.integration_run_log where job_id = p_job_id order by entry desc limit 1;
  return v_last;
end;
$$;
comment on function private.last_entry(uuid) is 'The newest entry of a run''s log; all null when there is none. The caller holds the job''s lock, so that it stays the newest.';

create function private.log_page(
  p_job public.integration_jobs, p_records integer, p_changed integer, p_problems integer, p_step text, p_calls jsonb
)
returns void
language plpgsql
security definer -- writes the log, which no caller may write
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set search_path = ''
as $$
declare
  v_last public.integration_run_log := private.last_entry(p_job.id);
  v_limit integer;
begin
  select max_run_log_entries into strict v_limit from private.queue_settings;
  if v_last.entry >= v_limit or (v_last.kind = 'page' and v_last.entry >= v_limit / 2 and v_last.pages < 100) then
    update public.integration_run_log
    set
      kind = case when v_last.entry >= v_limit then 'omitted' else kind end,
      page = page + 1, pages = pages + 1,
      records = records + p_records, changed = changed + p_changed, problems = problems + p_problems,
      calls = calls + (p_calls ->> 'calls')::integer,
      read_ms = least(read_ms::bigint + (p_calls ->> 'ms')::integer, 2147483647),
      http_status = (p_calls ->> 'status')::integer,
      message = null
    where job_id = p_job.id and entry = v_last.entry;
    return;
  end if;
  insert into public.integration_run_log (
    job_id, entry, tenant_id, kind, attempt, page, pages, records, changed, problems, calls, read_ms, http_status, message
  )
  values (
    p_job.id, coalesce(v_last.entry, 0) + 1, p_job.tenant_id, 'page', p_job.attempts, coalesce(v_last.page, 0) + 1, 1,
    p_records, p_changed, p_problems,
    (p_calls ->> 'calls')::integer, (p_calls ->> 'ms')::integer, (p_calls ->> 'status')::integer, left(private.scrub(p_step), 200)
  );
end;
$$;
comment on function private.log_page(public.integration_jobs, integer, integer, integer, text, jsonb) is
  'Notes a page that is being stored, for the holder of the job''s lock. p_calls {"calls", "ms", "status"}: what it took to read it, each may be missing.';

create function private.log_release(p_job_ids uuid[], p_kind text, p_waits_until timestamptz, p_message text)
returns void
language plpgsql
security definer -- writes the log, which no caller may write
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set search_path = ''
as $$
begin
  insert into public.integration_run_log as log (
    job_id, entry, tenant_id, kind, attempt, page, worker, claimed_at, waits_until, message
  )
  select
    job.id, least(coalesce(last.entry, 0) + 1, settings.max_run_log_entries), job.tenant_id, p_kind, job.attempts,
    coalesce(last.page, 0), lease.worker, lease.claimed_at, p_waits_until, private.scrub(p_message)
  from unnest(p_job_ids) as released (id)
  join public.integration_jobs as job on job.id = released.id
  join private.job_leases as lease on lease.job_id = job.id and lease.token is not null
  cross join private.queue_settings as settings
  cross join lateral private.last_entry(job.id) as last
  -- No room: the last entry stands for this one too.
  on conflict (job_id, entry) do update set kind = 'omitted', message = null, worker = null, claimed_at = null, waits_until = null;
end;
$$;
comment on function private.log_release(uuid[], text, timestamptz, text) is
  'Notes why these held jobs are about to be let go of without an end, with their workers. The caller has locked them.';

-- ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.open_claim_of(p_job_id uuid)
returns jsonb
language plpgsql
stable
security definer -- tells members of the tenant, who cannot read the private lease
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('worker', worker, 'claimed_at', claimed_at)
    from private.job_leases
    where job_id = p_job_id and token is not null
      and tenant_id in (select private.tenants_of_caller(array['admin', 'auditor']))
  );
end;
$$;
comment on function private.open_claim_of(uuid) is 'Who works on the job now and since when, {"worker", "claimed_at"}; null = nobody, and for strangers.';

-- Row level security of the table says whose entries these are.
create function public.read_integration_run_log(p_job_id uuid, p_from integer default 1, p_limit integer default 1000)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'claim', private.open_claim_of(p_job_id),
    'entries', (
      select coalesce(jsonb_agg(to_jsonb(listed) - array['job_id', 'tenant_id'] order by listed.entry), '[]')
      from (
        select * from public.integration_run_log
        where job_id = p_job_id and entry >= p_from
        order by entry
        limit least(greatest(p_limit, 1), 1000)
      ) as listed
    )
  );
$$;
comment on function public.read_integration_run_log(uuid, integer, integer) is
  'Admins and auditors: {"claim": {"worker", "claimed_at"} | null, "entries": []}, the entries of a run from number p_from on, at most p_limit (1 to 1000). Who follows a run asks again from the last entry that it has: pages may have been added to it. Nothing for strangers.';

-- ── retention ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.prune_run_log()
returns integer
language plpgsql
security definer -- deletes entries, which no caller may do
set search_path = ''
as $$
declare
  v_deleted integer;
begin
  with
    settings as (select * from private.queue_settings),
    old as (
      select job_id, entry from public.integration_run_log
      where created_at < now() - make_interval(days => (select keep_run_log_days from settings))
      order by created_at
      limit (select prune_batch from settings)
      for update skip locked
    )
  delete from public.integration_run_log as log using old where log.job_id = old.job_id and log.entry = old.entry;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end;
$$;
comment on function private.prune_run_log() is 'Deletes one batch of entries past their retention (queue_settings). Returns how many.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on function
  private.last_entry(uuid), private.log_page(public.integration_jobs, integer, integer, integer, text, jsonb),
  private.log_release(uuid[], text, timestamptz, text), private.open_claim_of(uuid),
  public.read_integration_run_log(uuid, integer, integer), private.prune_run_log()
from public, anon, authenticated, service_role;
grant execute on function private.open_claim_of(uuid), public.read_integration_run_log(uuid, integer, integer) to authenticated;
