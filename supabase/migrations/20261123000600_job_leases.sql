-- Who works on a job, and how far it is. Narrow and private: heartbeats reach neither Realtime nor a browser.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.job_leases (
  job_id uuid primary key references public.integration_jobs (id) on delete cascade,
  token uuid,
  worker text,
  claimed_at timestamptz,
  expires_at timestamptz,
  tenant_id uuid,
  provider_slug text,
  slot integer,
  tenant_slot integer,
  provider_slot integer,
  advanced_at timestamptz not null default now(),
  published_at timestamptz not null default '-infinity',
  attempt_is_open boolean not null default false,
  worked_ms bigint not null default 0,
  began_at timestamptz,
  cursor jsonb,
  cursor_at timestamptz,
  counters jsonb not null default '{}',
  attempt_counters jsonb not null default '{}',
  claim_counters jsonb not null default '{}',
  problems jsonb not null default '[]',
  total integer,
  is_complete boolean not null default false,
  constraint held_lease_is_complete check ((token is null) = (claimed_at is null) and (token is null) = (expires_at is null)),
  constraint held_lease_has_its_slots check (
    (token is null) = (slot is null) and (slot is null) = (tenant_slot is null) and (slot is null) = (provider_slot is null)
    and (token is null or (tenant_id is not null and provider_slug is not null))
  ),
  constraint counters_are_objects check (jsonb_typeof(counters) = 'object' and jsonb_typeof(attempt_counters) = 'object'),
  -- advance_job, the only one to write it, has looked into it; heartbeats need not do so again.
  constraint cursor_is_small check (pg_column_size(cursor) <= 32768)
)
-- No index on what a heartbeat changes and half of each page free: every heartbeat is a HOT update. The table holds active jobs only.
with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 200);

comment on table private.job_leases is 'One row per job that was claimed and is not final. Its token is the fence: without it nothing changes a running job.';
comment on column private.job_leases.token is 'Fresh with every claim; null while nobody holds the job.';
comment on column private.job_leases.slot is
  'Number of the place that the job takes among all that run, from 1; null while nobody holds it. Likewise tenant_slot and provider_slot among those of its tenant and provider.';
comment on column private.job_leases.advanced_at is 'Last real progress, or the claim: waiting is not hanging. The 10-minute rule looks at it.';
comment on column private.job_leases.published_at is 'When progress was last written to integration_jobs, where browsers see it.';
comment on column private.job_leases.attempt_is_open is 'The job yielded or cools down: the next claim goes on with the same attempt.';
comment on column private.job_leases.worked_ms is 'Time worked in this attempt by earlier claims.';
comment on column private.job_leases.began_at is 'When the job was first claimed: its whole life is counted from here.';
comment on column private.job_leases.cursor is 'Where the synchronisation goes on; written in the transaction that writes the page.';
comment on column private.job_leases.cursor_at is 'When the cursor was stored, by this job or by the one that it goes on from; null before the first page.';
comment on column private.job_leases.counters is 'What the job has done so far: processed, created, updated, …';
comment on column private.job_leases.attempt_counters is 'The counters when this attempt began; the difference is what the attempt did.';
comment on column private.job_leases.claim_counters is 'The counters when this claim began; a yield without difference is no progress.';
comment on column private.job_leases.problems is 'Records that could not be taken over, the first 50: [{"item", "reason"}].';
comment on column private.job_leases.is_complete is 'The last page is stored: nothing is left to read, the job only has to be ended.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What runs, without what waits for a retry; and no place is taken twice, whatever happens in a claim.
create unique index one_job_per_slot on private.job_leases (slot) where slot is not null;
create unique index one_job_per_tenant_slot on private.job_leases (tenant_id, tenant_slot) where slot is not null;
create unique index one_job_per_provider_slot on private.job_leases (provider_slug, provider_slot) where slot is not null;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.worked_ms(p_earlier_ms bigint, p_claimed_at timestamptz)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- A clock that was set back makes the time since the claim negative: nothing then, rather than a row that no rule allows.
  return case
    when p_earlier_ms is not null then
      least(p_earlier_ms + greatest(coalesce(extract(epoch from clock_timestamp() - p_claimed_at) * 1000, 0), 0), 2147483647)::integer
  end;
end;
$$;
comment on function private.worked_ms(bigint, timestamptz) is
  'Milliseconds worked in an attempt: those of earlier claims and those since the claim at p_claimed_at (null = nobody holds it). Never negative; null for a job that was never claimed.';

create function private.release_leases(p_job_ids uuid[], p_attempt_is_open boolean)
returns void
language plpgsql
security definer -- lets go of private leases
set search_path = ''
as $$
begin
  update private.job_leases
  set
    worked_ms = private.worked_ms(worked_ms, claimed_at),
    token = null, worker = null, claimed_at = null, expires_at = null, slot = null, tenant_slot = null, provider_slot = null,
    attempt_is_open = p_attempt_is_open
  where job_id = any (p_job_ids);
end;
$$;
comment on function private.release_leases(uuid[], boolean) is
  'Nobody holds these jobs any more. p_attempt_is_open: the next claim goes on with the same attempt.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.job_leases from public, anon, authenticated, service_role;
revoke all on function private.worked_ms(bigint, timestamptz), private.release_leases(uuid[], boolean) from public;
