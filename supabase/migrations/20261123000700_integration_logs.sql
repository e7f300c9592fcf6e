-- One row per attempt, with the columns that existing reports read. Written by the queue only.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_logs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  integration text not null,
  provider_slug text not null,
  execution_id uuid not null,
  status text not null,
  total_processados integer not null default 0,
  total_matched integer not null default 0,
  total_review integer not null default 0,
  total_ignored integer not null default 0,
  execution_time_ms integer,
  error_code text,
  error_message text,
  payload jsonb not null default '{}',
  response jsonb,
  created_at timestamptz not null default now(),
  job_id uuid references public.integration_jobs (id) on delete set null,
  attempt integer not null,
  worker text,
  claimed_at timestamptz,
  constraint status_is_valid check (status in ('success', 'error', 'canceled')),
  constraint error_has_a_reason check (status <> 'error' or (error_code is not null and error_message is not null)),
  constraint attempt_is_positive check (attempt > 0),
  constraint payload_is_small_and_has_no_secret check (private.is_safe_object(payload, 8192)),
  constraint response_is_small_and_has_no_secret check (response is null or private.is_safe_object(response, 262144)),
  constraint one_row_per_execution_and_attempt unique (execution_id, attempt)
);
comment on table public.integration_logs is 'What each attempt of each execution did. Outlives its job: execution_id stays when job_id is gone.';
comment on column public.integration_logs.execution_id is 'The id of the job, kept after the job is pruned.';
comment on column public.integration_logs.total_processados is 'Records read in this attempt.';
comment on column public.integration_logs.worker is
  'Who held the job when the run ended; null when nobody did. Of an attempt that is followed by another one the log of the run tells it.';
comment on column public.integration_logs.claimed_at is 'Since when that worker held it.';
comment on column public.integration_logs.response is 'Counters of the whole execution so far, and the first problems.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index integration_logs_by_integration on public.integration_logs (tenant_id, provider_slug, created_at desc);
create index integration_logs_by_job on public.integration_logs (job_id);
create index integration_logs_to_prune on public.integration_logs (created_at);

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.integration_logs enable row level security;

create policy "Admins and auditors read the logs of their tenant" on public.integration_logs
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.integration_logs from public, anon, authenticated, service_role;
grant select on public.integration_logs to authenticated, service_role;
