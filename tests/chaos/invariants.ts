import type postgres from 'postgres';
import { expect } from 'vitest';

/** What must hold at every moment, whatever died. */
export interface Expected {
  /** Every job that was ever accepted. */
  jobs: readonly string[];
  /** How many companies each tenant has at its provider. */
  companies: ReadonlyMap<string, number>;
  /** How long a lease may be over before somebody has noticed, in seconds. */
  graceSeconds: number;
}

export interface Violation {
  rule: string;
  subject: string;
}

/**
 * The rules of the queue, asked in one statement and so of one snapshot. Each part selects what breaks its rule: an empty answer
 * means that no job is lost, none is doubled, and the books are right.
 */
export async function violations(sql: postgres.Sql, expected: Expected): Promise<Violation[]> {
  const companies = JSON.stringify(Object.fromEntries(expected.companies));
  return await sql<Violation[]>`
    with
      jobs as (select * from public.integration_jobs),
      leases as (select * from private.job_leases),
      logs as (
        select execution_id, count(*) as rows, count(distinct attempt) as attempts, min(attempt) as first, max(attempt) as last,
          sum(total_processados) as processed, count(*) filter (where status <> 'error') as ends
        from public.integration_logs group by execution_id
      ),
      last_logs as (
        select distinct on (execution_id) * from public.integration_logs order by execution_id, attempt desc
      ),
      -- An attempt that stored something and was followed by another one costs none of the job's attempts, nor does one that failed after
      -- it had looked at stored pages again: that moves the cursor and no counter.
      given_back as (
        select execution_id, count(*) as attempts
        from public.integration_logs
        join jobs on jobs.id = execution_id
        join last_logs using (execution_id)
        where integration_logs.status = 'error'
          and (
            integration_logs.total_processados > 0
            or integration_logs.error_code <> 'worker_lost' and exists (
              select from chaos.pages as page
              where page.job_id = execution_id and page.at < integration_logs.created_at and page.at > (
                select max(claimed_at) from chaos.claims
                where claims.job_id = execution_id and claimed_at < integration_logs.created_at
              )
            )
          )
          and not (jobs.status = 'error' and integration_logs.attempt = last_logs.attempt)
        group by execution_id
      ),
      wanted as (select key::uuid as tenant_id, value::integer as companies from jsonb_each_text(${companies}::text::jsonb)),
      stored as (
        select tenant_id, count(*) as all_rows, count(distinct document) as documents from public.companies group by tenant_id
      ),
      settled as (
        select tenant_id from jobs group by tenant_id having bool_and(finished_at is not null)
      )
    select 'an accepted job is lost' as rule, accepted.id::text as subject
    from unnest(${[...expected.jobs]}::uuid[]) as accepted (id) where not exists (select 1 from jobs where jobs.id = accepted.id)

    union all
    select 'a running job has a live lease', j.id || ' ' || coalesce(l.expires_at::text, 'no lease')
    from jobs as j left join leases as l on l.job_id = j.id
    where j.status = 'running' and (l.token is null or l.expires_at < now() - make_interval(secs => ${expected.graceSeconds}))
    union all
    select 'nobody holds a job that does not run', j.id || ' ' || j.status
    from jobs as j join leases as l on l.job_id = j.id where j.status <> 'running' and l.token is not null
    union all
    select 'a final job has no lease', j.id || ' ' || j.status
    from jobs as j join leases as l on l.job_id = j.id where j.finished_at is not null

    union all
    select 'one active job per tenant and provider', tenant_id || ' ' || provider_slug
    from jobs where status in ('pending', 'running') group by tenant_id, provider_slug having count(*) > 1

    union all
    select 'one log row per ended attempt, none missing, none doubled', j.id || ' ' || j.status || ' ' || coalesce(l.rows, 0)
    from jobs as j
    left join logs as l on l.execution_id = j.id
    left join given_back as g on g.execution_id = j.id
    where coalesce(l.rows, 0) - coalesce(g.attempts, 0) not between
        case when j.status = 'running' then j.attempts - 1 else j.attempts end
        and case
          when j.status = 'running' then j.attempts - 1
          -- Cancelled while it waited for the next attempt.
          when j.status = 'canceled' then j.attempts + 1
          else j.attempts
        end
      or l.rows <> l.attempts or l.first <> 1 or l.last <> l.rows
    union all
    select 'the last log row says how the job ended, the others are errors', j.id || ' ' || j.status
    from jobs as j join last_logs as l on l.execution_id = j.id join logs on logs.execution_id = j.id
    where (j.finished_at is not null and l.status <> j.status)
      or logs.ends > case when j.status in ('success', 'canceled') then 1 else 0 end
    union all
    select 'the time of the last attempt is that of the job', j.id || ' ' || j.execution_time_ms || ' ' || l.execution_time_ms
    from jobs as j join last_logs as l on l.execution_id = j.id
    where j.finished_at is not null and j.started_at is not null and abs(j.execution_time_ms - l.execution_time_ms) > 100

    union all
    select 'a success has read every record exactly once', jobs.id || ' ' || (result ->> 'processed') || ' of ' || companies
    from jobs join wanted using (tenant_id) join logs on execution_id = jobs.id
    where status = 'success'
      and (processed_count, (result ->> 'processed')::integer, logs.processed) is distinct from (companies, companies, companies::bigint)
    union all
    select 'each company is written once and never again', tenant_id || ' ' || sum((response ->> 'created')::integer)
    from last_logs join settled using (tenant_id) left join stored using (tenant_id)
    group by tenant_id, all_rows
    having coalesce(sum((response ->> 'created')::integer), 0) <> coalesce(all_rows, 0)
      or coalesce(sum((response ->> 'updated')::integer), 0) <> 0
    union all
    select 'after a success every company is there, once', tenant_id || ' ' || coalesce(all_rows, 0)
    from wanted left join stored using (tenant_id)
    where exists (select 1 from jobs where jobs.tenant_id = wanted.tenant_id and status = 'success')
      and (all_rows, documents) is distinct from (companies::bigint, companies::bigint)

    union all
    select 'last_* agree with the newest finished job', i.tenant_id || ' ' || coalesce(i.last_status, 'never')
    from public.tenant_integrations as i
    join lateral (
      select * from jobs
      where jobs.tenant_id = i.tenant_id and jobs.provider_slug = i.provider_slug and finished_at is not null
      order by finished_at desc limit 1
    ) as newest on true
    where (last_run, last_status, last_error) is distinct from (finished_at, status, error_message)
    union all
    select 'the trail names each start and each cancellation once', j.id || ' ' || j.status
    from jobs as j
    where (select count(*) from public.integration_events as e where e.job_id = j.id and e.action = 'job_started') <> 1
      or (select count(*) from public.integration_events as e where e.job_id = j.id and e.action = 'job_canceled')
        <> case when j.status = 'canceled' then 1 else 0 end`;
}

/** Fails with the broken rules and who breaks them. */
export async function expectInvariants(sql: postgres.Sql, expected: Expected): Promise<void> {
  expect(await violations(sql, expected)).toEqual([]);
}
