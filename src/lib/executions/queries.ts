import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { AppError } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, type Job, parseJobs } from '../jobs/job.ts';
import { fetchByIds } from '../live/active-jobs.ts';
import { jobStoreOf } from '../live/job-store.ts';
import { type ExecutionFilters, periodStart } from './filters.ts';

const PAGE_SIZE = 20;

/** One job, for a link to it. null when it does not exist or is not ours to see. */
export function jobOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.job(jobId),
    queryFn: async ({ client, signal }) => {
      const [job] = await fetchByIds([jobId], signal);
      if (job !== undefined) jobStoreOf(client).accept([job]);
      return job ?? null;
    },
  });
}

/** The executions of one integration that pass the filters. */
export interface ExecutionScope {
  tenantId: string;
  slug: string;
  filters: ExecutionFilters;
}

/** Where the next page begins: after this row, in the order (created_at, id) descending. */
interface PageCursor {
  createdAt: string;
  id: string;
}

async function fetchPage(
  { tenantId, slug, filters }: ExecutionScope,
  after: PageCursor | null,
  size: number,
  signal: AbortSignal,
): Promise<unknown[]> {
  let request = supabase
    .from('integration_jobs')
    .select(JOB_COLUMNS)
    .eq('tenant_id', tenantId)
    .eq('provider_slug', slug);
  if (filters.status !== null) request = request.eq('status', filters.status);
  if (filters.period !== null) {
    request = request.gte('created_at', periodStart(filters.period, Date.now()).toISOString());
  }
  if (after !== null) {
    const { createdAt, id } = after;
    request = request.or(`created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",id.lt.${id})`);
  }
  const page = request.order('created_at', { ascending: false }).order('id', { ascending: false }).limit(size);
  return dataOf(page.abortSignal(signal));
}

const EXPORT_PAGE_SIZE = 1000;

/**
 * Every execution, newest first, page by page. A project may answer with fewer rows than asked for, so only an empty
 * page is the end. Throws an AppError when a request fails, and when a row cannot be read: nothing may be missing.
 */
export async function* eachExecutionPage(scope: ExecutionScope, signal: AbortSignal): AsyncGenerator<Job[], void> {
  let after: PageCursor | null = null;
  for (;;) {
    const rows = await fetchPage(scope, after, EXPORT_PAGE_SIZE, signal);
    const jobs = parseJobs(rows);
    if (jobs.length < rows.length) {
      throw new AppError('internal_error', 'Cannot read all executions: a row is no job that this version knows');
    }
    const last = jobs.at(-1);
    if (last === undefined) return;
    yield jobs;
    after = { createdAt: last.created_at, id: last.id };
  }
}

/** Executions of one integration, newest first, in keyset pages: rows that arrive meanwhile shift nothing. */
export function executionPagesOptions(tenantId: string, slug: string, filters: ExecutionFilters) {
  return infiniteQueryOptions({
    queryKey: keys.executionPages(tenantId, slug, filters),
    queryFn: async ({ client, pageParam, signal }) => {
      const jobs = parseJobs(await fetchPage({ tenantId, slug, filters }, pageParam, PAGE_SIZE, signal));
      jobStoreOf(client).accept(jobs);
      return jobs;
    },
    initialPageParam: null as PageCursor | null,
    getNextPageParam: (page): PageCursor | undefined => {
      const last = page.at(-1);
      return page.length < PAGE_SIZE || last === undefined ? undefined : { createdAt: last.created_at, id: last.id };
    },
    refetchOnWindowFocus: false,
  });
}
