-- The queue (specification, section 1). Rows that make no sense are impossible: every legal combination is a named constraint.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table public.integration_jobs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  provider_slug text not null,
  status text not null default 'pending',
  progress integer not null default 0,
  attempts integer not null default 0,
  max_attempts integer not null default 3,
  started_at timestamptz,
  finished_at timestamptz,
  execution_time_ms integer,
  error_message text,
  payload jsonb not null default '{}',
  result jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  run_after timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  processed_count integer not null default 0,
  total_count integer,
  step text,
  error_code text,
  canceled_by uuid,
  resumed_from uuid,
  read_began_at timestamptz,
  constraint job_belongs_to_an_integration
    foreign key (tenant_id, provider_slug) references public.tenant_integrations (tenant_id, provider_slug) on delete cascade,
  constraint status_is_valid check (status in ('pending', 'running', 'success', 'error', 'canceled')),
  constraint progress_is_a_percentage check (progress between 0 and 100),
  constraint attempts_are_within_the_limit check (attempts between 0 and max_attempts),
  constraint max_attempts_is_positive check (max_attempts between 1 and 20),
  constraint started_at_is_set_while_running check (status <> 'running' or started_at is not null),
  constraint finished_at_only_when_final check ((finished_at is not null) = (status in ('success', 'error', 'canceled'))),
  constraint finished_at_is_not_before_started_at check (finished_at is null or started_at is null or finished_at >= started_at),
  constraint execution_time_only_when_final check (execution_time_ms is null or (finished_at is not null and execution_time_ms >= 0)),
  constraint success_is_complete check (status <> 'success' or (progress = 100 and attempts > 0)),
  constraint result_only_on_success check (result is null or status = 'success'),
  constraint error_has_a_reason check (status <> 'error' or (error_code is not null and error_message is not null)),
  constraint reason_only_when_failed_or_waiting check (error_code is null or status in ('pending', 'error')),
  constraint message_comes_with_a_code check ((error_message is null) = (error_code is null)),
  constraint error_code_is_a_name check (error_code ~ '^[a-z]+(_[a-z]+)*$'),
  constraint error_message_is_short check (length(error_message) <= 1000),
  constraint step_is_short check (length(step) <= 200),
  constraint processed_count_is_not_negative check (processed_count >= 0),
  constraint total_count_covers_processed_count check (total_count is null or total_count >= processed_count),
  constraint resumed_run_knows_when_its_read_began check ((resumed_from is null) = (read_began_at is null)),
  constraint canceled_by_only_when_canceled check (canceled_by is null or status = 'canceled'),
  constraint payload_is_small_and_has_no_secret check (private.is_safe_object(payload, 8192)),
  constraint result_is_small_and_has_no_secret check (result is null or private.is_safe_object(result, 262144))
)
-- Progress is written about once a second to a running row: room on the page keeps those updates HOT.
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

comment on table public.integration_jobs is
  'One run of one integration. pending -> running -> success | error | canceled; running -> pending on retry, cool-down or yield.';
comment on column public.integration_jobs.run_after is 'Not before this time: back-off after a failure, cool-down after a provider''s limit.';
comment on column public.integration_jobs.updated_at is 'Last real change; a heartbeat is none. Grows strictly, so that clients can order what they receive.';
comment on column public.integration_jobs.total_count is 'How many records there will be; null = unknown. Never invented: from the provider or from the last success.';
comment on column public.integration_jobs.step is 'What is being done, for people (Portuguese).';
comment on column public.integration_jobs.error_code is 'Stable code of the last failure; on a pending job the reason why it waits.';
comment on column public.integration_jobs.execution_time_ms is 'Time worked in the last attempt: waiting for a next slice or a cool-down does not count.';
comment on column public.integration_jobs.resumed_from is
  'The failed job from whose cursor this one goes on; null = it reads from the start. Asked for by payload {"from_start": true}. Not a key: old jobs are pruned.';
comment on column public.integration_jobs.read_began_at is 'When the first job of a read that was resumed was made; null = with this job.';
comment on column public.integration_jobs.canceled_by is 'The user who cancelled; when is finished_at.';

-- ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create index integration_jobs_tenant_id_provider_slug_idx on public.integration_jobs (tenant_id, provider_slug);
create index integration_jobs_status_idx on public.integration_jobs (status);

-- One active job per tenant and provider, whoever inserts and however many at once.
create unique index one_active_job_per_tenant_and_provider on public.integration_jobs (tenant_id, provider_slug)
where status in ('pending', 'running');

-- The claim reads only what is due, in its order, of each provider that has room: neither finished rows nor those that wait
-- for their time cost it anything.
create index integration_jobs_to_claim on public.integration_jobs (provider_slug, run_after, created_at, id)
where (status = 'pending') is true;

-- The same for what people started, which finds a place where scheduled runs find none: however many of those are due before it.
create index integration_jobs_clicks_to_claim on public.integration_jobs (provider_slug, run_after, created_at, id)
where (status = 'pending' and created_by is not null) is true;

-- The Execuções tab: newest first, keyset pages.
create index integration_jobs_history on public.integration_jobs (tenant_id, provider_slug, created_at desc, id desc);

-- The overview: with the columns that are counted, so that a year of runs is read from the index alone.
create index integration_jobs_by_end on public.integration_jobs (tenant_id, provider_slug, finished_at)
include (status, execution_time_ms)
where finished_at is not null;

-- Retention.
create index integration_jobs_to_prune on public.integration_jobs (finished_at)
where finished_at is not null;

-- ── row level security ──────────────────────────────────────────────────────────────────────────────────────────────
alter table public.integration_jobs enable row level security;

create policy "Admins and auditors read the jobs of their tenant" on public.integration_jobs
for select to authenticated
using (tenant_id = any (array(select private.tenants_of_caller(array['admin', 'auditor']))));

create policy "Admins enqueue jobs for their tenant" on public.integration_jobs
for insert to authenticated
with check (tenant_id = any (array(select private.tenants_of_caller(array['admin']))));

create policy "Admins cancel active jobs of their tenant" on public.integration_jobs
for update to authenticated
using (
  status in ('pending', 'running')
  and tenant_id = any (array(select private.tenants_of_caller(array['admin'])))
)
with check (
  status = 'canceled'
  and tenant_id = any (array(select private.tenants_of_caller(array['admin'])))
);

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on public.integration_jobs from public, anon, authenticated, service_role;
grant select on public.integration_jobs to authenticated, service_role;
grant insert (tenant_id, provider_slug, payload) on public.integration_jobs to authenticated;
grant update (status) on public.integration_jobs to authenticated;
-- service_role moves jobs only through the transition functions: it has no update of its own.
grant insert (tenant_id, provider_slug, payload, created_by, max_attempts) on public.integration_jobs to service_role;

-- ── realtime ────────────────────────────────────────────────────────────────────────────────────────────────────────
alter publication supabase_realtime add table public.integration_jobs;
