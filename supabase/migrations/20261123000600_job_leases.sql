-- Who works on a job, and how far it is. Narrow and private: heartbeats reach neither Realtime nor a browser.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.job_leases (
  job_id uuid primary key references public.integration_jobs (id) on delete cascade,
  token uuid,
  worker text,
  claimed_at timestamptz,
  expires_at timestamptz,
  advanced_at timestamptz not null default now(),
  published_at timestamptz not null default '-infinity',
  attempt_is_open boolean not null default false,
  worked_ms bigint not null default 0,
  cursor jsonb,
  counters jsonb not null default '{}',
  attempt_counters jsonb not null default '{}',
  claim_counters jsonb not null default '{}',
  problems jsonb not null default '[]',
  total integer,
  is_complete boolean not null default false,
  constraint held_lease_is_complete check ((token is null) = (claimed_at is null) and (token is null) = (expires_at is null)),
  constraint counters_are_objects check (jsonb_typeof(counters) = 'object' and jsonb_typeof(attempt_counters) = 'object'),
  -- advance_job, the only one to write it, has looked into it; heartbeats need not do so again.
  constraint cursor_is_small check (pg_column_size(cursor) <= 32768)
)
-- No index but the primary key and half of each page free: every heartbeat is a HOT update. The table holds active jobs only.
with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 200);

comment on table private.job_leases is 'One row per job that was claimed and is not final. Its token is the fence: without it nothing changes a running job.';
comment on column private.job_leases.token is 'Fresh with every claim; null while nobody holds the job.';
comment on column private.job_leases.advanced_at is 'Last real progress, or the claim: waiting is not hanging. The 10-minute rule looks at it.';
comment on column private.job_leases.published_at is 'When progress was last written to integration_jobs, where browsers see it.';
comment on column private.job_leases.attempt_is_open is 'The job yielded or cools down: the next claim goes on with the same attempt.';
comment on column private.job_leases.worked_ms is 'Time worked in this attempt by earlier claims.';
comment on column private.job_leases.cursor is 'Where the synchronisation goes on; written in the transaction that writes the page.';
comment on column private.job_leases.counters is 'What the job has done so far: processed, created, updated, …';
comment on column private.job_leases.attempt_counters is 'The counters when this attempt began; the difference is what the attempt did.';
comment on column private.job_leases.claim_counters is 'The counters when this claim began; a yield without difference is no progress.';
comment on column private.job_leases.problems is 'Records that could not be taken over, the first 50: [{"item", "reason"}].';
comment on column private.job_leases.is_complete is 'The last page is stored: nothing is left to read, the job only has to be ended.';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.job_leases from public, anon, authenticated, service_role;
