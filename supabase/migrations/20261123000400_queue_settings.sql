-- Every number of the queue, in one documented row. Operators change it with `update private.queue_settings set …`.

-- ── table ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table private.queue_settings (
  only_row boolean primary key default true,
  lease_seconds integer not null default 60,
  stall_seconds integer not null default 600,
  backoff_base_seconds integer not null default 30,
  backoff_cap_seconds integer not null default 900,
  backoff_jitter numeric not null default 0.2,
  cooldown_seconds integer not null default 60,
  cooldown_limit_seconds integer not null default 86400,
  progress_interval_ms integer not null default 1000,
  progress_messages_per_second integer not null default 50,
  max_rows_per_run integer not null default 1000000,
  max_workers integer not null default 8,
  jobs_per_worker integer not null default 8,
  max_running integer not null generated always as (max_workers * jobs_per_worker) stored,
  max_running_per_tenant integer not null default 3,
  max_provider_share numeric not null default 0.5,
  max_running_per_provider integer not null
    generated always as (greatest(1, floor(max_workers * jobs_per_worker * max_provider_share)::integer)) stored,
  click_head_start_seconds integer not null default 300,
  click_reserve_share numeric not null default 0.125,
  max_scheduled integer not null generated always as (
    greatest(1, ceil(max_workers * jobs_per_worker * (1 - click_reserve_share))::integer)
  ) stored,
  max_scheduled_per_provider integer not null generated always as (
    greatest(1, ceil(greatest(1, floor(max_workers * jobs_per_worker * max_provider_share)) * (1 - click_reserve_share))::integer)
  ) stored,
  run_limit_hours integer not null default 24,
  resume_hours integer not null default 24,
  keep_jobs_days integer not null default 400,
  keep_logs_days integer default 1825,
  keep_events_days integer not null default 1825,
  events_per_tenant_and_hour integer not null default 1000,
  keep_tick_details_hours integer not null default 24,
  prune_batch integer not null default 500,
  paused_at timestamptz,
  constraint there_is_one_row check (only_row),
  constraint lease_is_positive check (lease_seconds > 0),
  constraint stall_is_longer_than_a_lease check (stall_seconds > lease_seconds),
  constraint backoff_is_sane check (backoff_base_seconds > 0 and backoff_cap_seconds >= backoff_base_seconds),
  constraint jitter_is_a_share check (backoff_jitter >= 0 and backoff_jitter < 1),
  constraint cooldown_is_sane check (cooldown_seconds > 0 and cooldown_limit_seconds >= cooldown_seconds),
  constraint progress_interval_is_not_negative check (progress_interval_ms >= 0),
  constraint progress_budget_is_positive check (progress_messages_per_second > 0),
  constraint rows_per_run_are_positive check (max_rows_per_run > 0),
  constraint there_is_a_worker check (max_workers between 1 and 1000),
  constraint a_worker_holds_a_job check (jobs_per_worker between 1 and 100),
  constraint a_tenant_may_run check (max_running_per_tenant > 0),
  constraint provider_share_is_a_share check (max_provider_share > 0 and max_provider_share <= 1),
  constraint head_start_is_not_negative check (click_head_start_seconds >= 0),
  constraint click_reserve_is_a_share check (click_reserve_share >= 0 and click_reserve_share < 1),
  constraint run_limit_is_positive check (run_limit_hours > 0),
  constraint resume_is_not_negative check (resume_hours >= 0),
  constraint retention_is_positive check (
    keep_jobs_days > 0 and keep_events_days > 0 and (keep_logs_days is null or keep_logs_days > 0) and keep_tick_details_hours > 0
  ),
  constraint events_per_tenant_are_positive check (events_per_tenant_and_hour > 0),
  constraint prune_batch_is_positive check (prune_batch > 0)
);
insert into private.queue_settings default values;

comment on table private.queue_settings is 'Settings of the queue: exactly one row.';
comment on column private.queue_settings.lease_seconds is 'A worker that is not heard of for so long has lost its job. Workers renew every quarter of it.';
comment on column private.queue_settings.stall_seconds is 'Running for so long without progress ends in error (specification, section 2: 10 minutes).';
comment on column private.queue_settings.backoff_base_seconds is 'Wait before the first retry; doubles with each attempt.';
comment on column private.queue_settings.backoff_cap_seconds is 'Longest wait before a retry, jitter included.';
comment on column private.queue_settings.backoff_jitter is 'Share by which a wait is made longer or shorter at random, so that retries do not come in step.';
comment on column private.queue_settings.cooldown_seconds is 'Wait after a provider''s rate limit when it names none itself.';
comment on column private.queue_settings.cooldown_limit_seconds is 'Longest single cool-down, and the age of a job after which a rate limit ends it in error.';
comment on column private.queue_settings.progress_interval_ms is 'Least time between two progress updates of one job that browsers see (Realtime counts messages).';
comment on column private.queue_settings.progress_messages_per_second is
  'Most progress updates a second of all jobs together: the more run side by side, the longer the interval of each. Starts and ends come at once.';
comment on column private.queue_settings.max_rows_per_run is 'A run that reads more records ends in error (too_many_records).';
comment on column private.queue_settings.max_workers is 'Most workers that the tick starts side by side.';
comment on column private.queue_settings.jobs_per_worker is 'Most jobs that one worker holds: a run waits for its provider, not for a processor.';
comment on column private.queue_settings.max_running is
  'Most jobs that run at once, whoever claims: max_workers * jobs_per_worker. Kept by the claim itself.';
comment on column private.queue_settings.max_running_per_tenant is 'Most jobs of one tenant that run at once.';
comment on column private.queue_settings.max_provider_share is
  'Share of max_running that one provider may fill, at least one job: a provider that hangs leaves room for the others.';
comment on column private.queue_settings.max_running_per_provider is 'Most jobs of one provider that run at once: its share of max_running.';
comment on column private.queue_settings.click_head_start_seconds is
  'A person''s click counts as due so much earlier than it was made, so that it comes before schedules of the same moment. It cannot starve them: what was due that long before goes first.';
comment on column private.queue_settings.click_reserve_share is
  'Share of max_running, and of the places of each provider, that only runs which a person started may take: however long the scheduled ones last, a click finds a place. 0 = none.';
comment on column private.queue_settings.max_scheduled is 'Most jobs of nobody that run at once: max_running without the reserve for clicks, at least one.';
comment on column private.queue_settings.max_scheduled_per_provider is 'Most jobs of nobody of one provider that run at once: max_running_per_provider without its reserve for clicks.';
comment on column private.queue_settings.run_limit_hours is
  'A run that was first claimed so long ago and fails, yields or loses its worker ends in error (run_too_long). It bounds the attempts that cost nothing because they stored something.';
comment on column private.queue_settings.resume_hours is
  'A run that follows a failed one goes on from its cursor for so many hours after the first of them began; 0 = never.';
comment on column private.queue_settings.keep_jobs_days is 'Finished jobs are deleted after so many days.';
comment on column private.queue_settings.keep_logs_days is 'Logs are deleted after so many days; null keeps them for ever.';
comment on column private.queue_settings.keep_events_days is 'Rows of the audit trail are deleted after so many days.';
comment on column private.queue_settings.events_per_tenant_and_hour is
  'Most events of people that one tenant writes to the trail within an hour (IQ004 beyond: the change is refused, so that the trail stays complete).';
comment on column private.queue_settings.keep_tick_details_hours is
  'Rows of cron.job_run_details about the queue''s own tick (8,640 a day) are deleted after so many hours; those of other jobs are left alone.';
comment on column private.queue_settings.paused_at is
  'Since when nothing is claimed (maintenance); null = the queue runs. What runs already goes on to the end of its slice.';
comment on column private.queue_settings.prune_batch is 'Most rows that one tick deletes of each table.';

-- ── what may be claimed ─────────────────────────────────────────────────────────────────────────────────────────────
create view private.open_providers as
select provider.slug
from public.integration_providers as provider
cross join private.queue_settings as settings
where provider.paused_at is null and settings.paused_at is null;
comment on view private.open_providers is 'Providers whose jobs may be claimed now: neither they nor the queue are paused.';
revoke all on private.open_providers from public, anon, authenticated, service_role;

-- ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────
create function private.backoff(p_attempt integer)
returns interval
language sql
volatile
set search_path = ''
as $$
  select make_interval(
    secs => least(
      backoff_cap_seconds,
      least(backoff_cap_seconds, backoff_base_seconds * power(2, least(greatest(p_attempt, 1), 30) - 1))
        * (1 - backoff_jitter + 2 * backoff_jitter * random())
    )
  )
  from private.queue_settings;
$$;
comment on function private.backoff(integer) is
  'Wait before the retry that follows attempt number p_attempt (1-based): base · 2^(attempt-1) ± jitter, never more than the cap.';

create function private.run_too_long_message(p_settings private.queue_settings)
returns text
language sql
immutable
set search_path = ''
as $$
  select format(
    'A execução passou de %s horas sem terminar e foi encerrada. O que já foi lido está guardado: execute novamente para continuar.',
    p_settings.run_limit_hours
  );
$$;
comment on function private.run_too_long_message(private.queue_settings) is 'What people read when a run lasted longer than run_limit_hours (run_too_long).';

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────
revoke all on private.queue_settings from public, anon, authenticated, service_role;
revoke all on function private.backoff(integer), private.run_too_long_message(private.queue_settings) from public;
