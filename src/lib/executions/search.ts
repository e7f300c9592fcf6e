import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { AppError } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, type Job, parseJobs } from '../jobs/job.ts';
import { jobStoreOf } from '../live/job-store.ts';
import { serverNow } from '../time/server-clock.ts';
import { type AttemptSummary, withAttempts } from './attempts.ts';
import { type ExecutionFilters, rangeOf, SCHEDULED } from './filters.ts';

const PAGE_SIZE = 20;
const EXPORT_PAGE_SIZE = 1000;
/** The most that the database counts: so many stands for "more than 1,000". */
export const COUNT_LIMIT = 1001;

/** The executions of some tenants, of one integration or of all, that pass the filters. */
export interface ExecutionScope {
  tenantIds: readonly string[];
  slug: string | null;
  filters: ExecutionFilters;
}

/** Where the next page begins: after this row, in the order (created_at, id) descending. */
interface PageCursor {
  createdAt: string;
  id: string;
}

/** What search_integration_jobs and count_integration_jobs are asked for; what is not named is not filtered. */
function conditionsOf({ tenantIds, slug, filters }: ExecutionScope) {
  const { status, error, startedBy, id } = filters;
  const [from, until] = rangeOf(filters, serverNow());
  return {
    p_tenant_ids: [...tenantIds],
    ...(slug === null ? {} : { p_provider_slug: slug }),
    ...(status === null ? {} : { p_status: status }),
    ...(error === null ? {} : { p_error_code: error }),
    ...(startedBy === SCHEDULED ? { p_is_scheduled: true } : {}),
    ...(startedBy === null || startedBy === SCHEDULED ? {} : { p_started_by: startedBy }),
    ...(from === null ? {} : { p_from: from.toISOString() }),
    ...(until === null ? {} : { p_until: until.toISOString() }),
    ...(id === null ? {} : { p_id: id }),
  };
}

async function fetchPage(
  scope: ExecutionScope,
  after: PageCursor | null,
  size: number,
  signal: AbortSignal,
): Promise<unknown[]> {
  const request = supabase.rpc('search_integration_jobs', {
    ...conditionsOf(scope),
    ...(after === null ? {} : { p_after_created_at: after.createdAt, p_after_id: after.id }),
    p_limit: size,
  });
  return dataOf(request.select(JOB_COLUMNS).abortSignal(signal));
}

function cursorAfter(job: Job | undefined): PageCursor | undefined {
  return job === undefined ? undefined : { createdAt: job.created_at, id: job.id };
}

/**
 * Every execution with its attempts, newest first, page by page. A project may answer with fewer rows than asked for, so only an empty
 * page is the end. Throws an AppError when a request fails, and when a row cannot be read: nothing may be missing.
 */
export async function* eachExecutionPage(
  scope: ExecutionScope,
  signal: AbortSignal,
): AsyncGenerator<Array<Job & { history: AttemptSummary[] }>, void> {
  let after: PageCursor | null = null;
  for (;;) {
    const rows = await fetchPage(scope, after, EXPORT_PAGE_SIZE, signal);
    const jobs = parseJobs(rows);
    if (jobs.length < rows.length) {
      throw new AppError('internal_error', 'Cannot read all executions: a row is no job that this version knows');
    }
    after = cursorAfter(jobs.at(-1)) ?? null;
    if (after === null) return;
    yield withAttempts(jobs, signal);
  }
}

/** Executions, newest first, in keyset pages: rows that arrive meanwhile shift nothing. */
export function executionPagesOptions(scope: ExecutionScope) {
  return infiniteQueryOptions({
    queryKey: keys.executionPages(scope.tenantIds, scope.slug, scope.filters),
    queryFn: async ({ client, pageParam, signal }) => {
      const jobs = parseJobs(await fetchPage(scope, pageParam, PAGE_SIZE, signal));
      jobStoreOf(client).accept(jobs);
      return jobs;
    },
    initialPageParam: null as PageCursor | null,
    getNextPageParam: (page): PageCursor | undefined =>
      page.length < PAGE_SIZE ? undefined : cursorAfter(page.at(-1)),
    refetchOnWindowFocus: false,
  });
}

/** How many executions there are; COUNT_LIMIT = more than that. */
export function executionCountOptions(scope: ExecutionScope) {
  return queryOptions({
    queryKey: keys.executionCount(scope.tenantIds, scope.slug, scope.filters),
    queryFn: ({ signal }): Promise<number> =>
      dataOf(supabase.rpc('count_integration_jobs', conditionsOf(scope)).abortSignal(signal)),
    refetchOnWindowFocus: false,
  });
}
