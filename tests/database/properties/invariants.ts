import type postgres from 'postgres';

/**
 * What must hold whatever happened before, one query per sentence; each returns the rows that break it. Written against the
 * tables alone, so that a mistake in the model of the other files cannot hide one in the migrations.
 */
const INVARIANTS: Record<string, string> = {
  'a tenant has at most one active job per provider': `
    select tenant_id, provider_slug from public.integration_jobs where status in ('pending', 'running')
    group by tenant_id, provider_slug having count(*) > 1`,
  'only jobs that are not final have a lease': `
    select j.id from public.integration_jobs as j join private.job_leases on job_id = j.id
    where j.status not in ('pending', 'running')`,
  'a job is running exactly when somebody holds its lease': `
    select j.id, j.status from public.integration_jobs as j left join private.job_leases as l on l.job_id = j.id
    where (j.status = 'running') <> (l.token is not null and l.expires_at is not null)`,
  'attempts that ended have one log row each, numbered without gaps': `
    select j.id, j.status, j.attempts, array_agg(l.attempt order by l.attempt) as logged
    from public.integration_jobs as j left join public.integration_logs as l on l.execution_id = j.id
    group by j.id
    having count(l.attempt) <> coalesce(max(l.attempt), 0)
      -- One that stored something costs no attempt, but has its row.
      or count(l.attempt) < case when j.status = 'running' then j.attempts - 1 else j.attempts end
      or count(l.attempt) = 0 and j.finished_at is not null`,
  'what runs has a place of its own among all, of its tenant and of its provider, within the limits': `
    select l.job_id, l.slot, l.tenant_slot, l.provider_slot
    from private.job_leases as l
    join public.integration_jobs as j on j.id = l.job_id
    cross join private.queue_settings as settings
    where l.slot is not null and (
      (l.tenant_id, l.provider_slug) <> (j.tenant_id, j.provider_slug)
      or not (
        l.slot between 1 and settings.max_running and l.tenant_slot between 1 and settings.max_running_per_tenant
        and l.provider_slot between 1 and settings.max_running_per_provider
        and (j.created_by is not null or l.slot <= settings.max_scheduled and l.provider_slot <= settings.max_scheduled_per_provider)
      )
      or exists (
        select 1 from private.job_leases as other
        where other.job_id <> l.job_id and (
          other.slot = l.slot
          or other.tenant_id = l.tenant_id and other.tenant_slot = l.tenant_slot
          or other.provider_slug = l.provider_slug and other.provider_slot = l.provider_slot
        )
      )
    )`,
  'the last log row of a final job tells how it ended, the others are errors': `
    select j.id, j.status, l.status as logged
    from public.integration_jobs as j
    join lateral (
      select status, attempt, row_number() over (order by attempt desc) = 1 as is_last
      from public.integration_logs where execution_id = j.id
    ) as l on true
    where l.status <> case when l.is_last and j.finished_at is not null then j.status else 'error' end`,
  'the log rows of a job add up to what it processed, none counts twice': `
    select j.id, j.status, sum(l.total_processados) as logged
    from public.integration_jobs as j
    join public.integration_logs as l on l.execution_id = j.id
    left join private.job_leases as lease on lease.job_id = j.id
    where j.resumed_from is null
    group by j.id, lease.job_id
    having sum(l.total_processados) <> case
      when j.finished_at is not null then j.processed_count
      when j.status = 'running' or lease.attempt_is_open then coalesce((lease.attempt_counters ->> 'processed')::int, 0)
      else coalesce((lease.counters ->> 'processed')::int, 0)
    end`,
  'a job that does not run shows all that was processed': `
    select j.id, j.processed_count, l.counters
    from public.integration_jobs as j join private.job_leases as l on l.job_id = j.id
    where case when j.status = 'running'
      then j.processed_count > coalesce((l.counters ->> 'processed')::int, 0)
      else j.processed_count <> coalesce((l.counters ->> 'processed')::int, 0)
    end`,
  'last_* of an integration tell of its newest finished job': `
    select i.tenant_id, i.provider_slug, i.last_status, newest.status
    from public.tenant_integrations as i
    left join lateral (
      select status, finished_at, error_message from public.integration_jobs as j
      where j.tenant_id = i.tenant_id and j.provider_slug = i.provider_slug and j.finished_at is not null
      order by finished_at desc limit 1
    ) as newest on true
    where (i.last_status, i.last_run, i.last_error)
      is distinct from (newest.status, newest.finished_at, newest.error_message)`,
  'final jobs say nothing of a next step': `
    select id, status, step from public.integration_jobs where finished_at is not null and step is not null`,
  'a result counts what was written': `
    select id, result from public.integration_jobs
    where status = 'success' and (result ->> 'processed')::int <> processed_count`,
};

const QUERY = Object.entries(INVARIANTS)
  .map(
    ([sentence, query], index) => `
    select '${sentence}' as sentence, jsonb_agg(to_jsonb(broken)) as rows from (${query}) as broken having count(*) > 0
    ${index < Object.keys(INVARIANTS).length - 1 ? 'union all' : ''}`,
  )
  .join('');

/** The sentences that do not hold, with the rows that break them; empty when all is well. */
export async function brokenInvariants(sql: postgres.TransactionSql | postgres.Sql): Promise<string[]> {
  const rows = await sql.unsafe<{ sentence: string; rows: unknown }[]>(QUERY);
  return rows.map(({ sentence, rows: broken }) => `${sentence}: ${JSON.stringify(broken)}`);
}
