import type postgres from 'postgres';
import { required } from '../../support/database/fixtures.ts';

export type Counters = Record<string, number>;

/** A row of private.job_leases. Times are seconds since 1970; `version` changes with every write of the row. */
export interface Lease {
  token: string | null;
  claimed_at: number | null;
  expires_at: number | null;
  advanced_at: number;
  published_at: number | null;
  attempt_is_open: boolean;
  counters: Counters;
  attempt_counters: Counters;
  claim_counters: Counters;
  began_at: number | null;
  cursor_at: number | null;
  total: number | null;
  page: number | null;
  version: string;
}

export interface Job {
  id: string;
  tenant_id: string;
  provider_slug: string;
  status: string;
  attempts: number;
  max_attempts: number;
  progress: number;
  processed_count: number;
  total_count: number | null;
  error_code: string | null;
  created_at: number;
  /** 0 when the job is final: it means nothing then. */
  run_after: number;
  finished_at: number | null;
  result: Counters | null;
  resumed_from: string | null;
  version: string;
  lease: Lease | null;
}

export interface Log {
  execution_id: string;
  attempt: number;
  status: string;
  error_code: string | null;
  processed: number;
}

export interface Integration {
  tenant_id: string;
  provider_slug: string;
  is_enabled: boolean;
  last_run: number | null;
  last_status: string | null;
  version: string;
}

export interface Company {
  tenant_id: string;
  document: string;
  legal_name: string;
  version: string;
}

/** Where the last run of an integration failed. */
export interface Point {
  tenant_id: string;
  provider_slug: string;
  job_id: string;
  page: number;
  cursor_at: number;
  counters: Counters;
  total: number | null;
  version: string;
}

/** Everything the queue knows, jobs oldest first. */
export interface State {
  jobs: Job[];
  logs: Log[];
  integrations: Integration[];
  companies: Company[];
  points: Point[];
}

const READ = `
  select jsonb_build_object(
    'jobs', (
      select coalesce(jsonb_agg(
        jsonb_build_object(
          'id', j.id, 'tenant_id', j.tenant_id, 'provider_slug', j.provider_slug, 'status', j.status, 'attempts', j.attempts,
          'max_attempts', j.max_attempts, 'progress', j.progress, 'processed_count', j.processed_count,
          'total_count', j.total_count, 'error_code', j.error_code, 'created_at', extract(epoch from j.created_at),
          'run_after', case when j.finished_at is null then extract(epoch from j.run_after) else 0 end, 'finished_at', extract(epoch from j.finished_at),
          'result', j.result - 'problem_list', 'resumed_from', j.resumed_from, 'version', j.xmin::text || j.ctid::text,
          'lease', case when l.job_id is not null then jsonb_build_object(
            'token', l.token, 'claimed_at', extract(epoch from l.claimed_at), 'expires_at', extract(epoch from l.expires_at), 'advanced_at', extract(epoch from l.advanced_at),
            'published_at', case when isfinite(l.published_at) then extract(epoch from l.published_at) end,
            'attempt_is_open', l.attempt_is_open, 'counters', l.counters, 'attempt_counters', l.attempt_counters,
            'claim_counters', l.claim_counters, 'began_at', extract(epoch from l.began_at), 'cursor_at', extract(epoch from l.cursor_at), 'total', l.total, 'page', l.cursor -> 'page',
            'version', l.xmin::text || l.ctid::text
          ) end
        ) order by j.created_at, j.id), '[]')
      from public.integration_jobs as j left join private.job_leases as l on l.job_id = j.id
    ),
    'logs', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'execution_id', execution_id, 'attempt', attempt, 'status', status, 'error_code', error_code,
        'processed', total_processados
      ) order by execution_id, attempt), '[]')
      from public.integration_logs
    ),
    'integrations', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'tenant_id', tenant_id, 'provider_slug', provider_slug, 'is_enabled', is_enabled,
        'last_run', extract(epoch from last_run), 'last_status', last_status, 'version', xmin::text || ctid::text
      ) order by tenant_id, provider_slug), '[]')
      from public.tenant_integrations
    ),
    'points', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'tenant_id', tenant_id, 'provider_slug', provider_slug, 'job_id', job_id, 'page', cursor -> 'page',
        'cursor_at', extract(epoch from cursor_at), 'counters', counters, 'total', total, 'version', xmin::text || ctid::text
      ) order by tenant_id, provider_slug), '[]')
      from private.resume_points
    ),
    'companies', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'tenant_id', tenant_id, 'document', document, 'legal_name', legal_name, 'version', xmin::text || ctid::text
      ) order by tenant_id, document), '[]')
      from public.companies
    )
  ) as state`;

/** The state of the whole queue, as the calling transaction sees it. */
export async function readState(sql: postgres.TransactionSql | postgres.Sql): Promise<State> {
  const [row] = await sql.unsafe<{ state: State }[]>(READ);
  return required(row).state;
}

/** Time of the transaction, which every function of the queue goes by. */
export async function readNow(sql: postgres.TransactionSql): Promise<number> {
  const [row] = await sql<{ now: number }[]>`select extract(epoch from now())::float as now`;
  return required(row).now;
}
