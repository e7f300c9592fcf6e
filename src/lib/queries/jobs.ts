import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type ExecutionFilters, periodStart } from '../execution-filters.ts';
import { JOB_COLUMNS, type Job } from '../job.ts';
import { jobStoreOf } from '../job-store.ts';
import { supabase } from '../supabase.ts';
import { keys } from './keys.ts';
import { dataOf, parseJobs } from './rest.ts';

const PAGE_SIZE = 20;

async function fetchByIds(ids: readonly string[], signal: AbortSignal): Promise<Job[]> {
  const request = supabase.from('integration_jobs').select(JOB_COLUMNS).in('id', ids).abortSignal(signal);
  return parseJobs(await dataOf(request));
}

/**
 * Reads the active jobs into the store. A job that the store still holds as active but the answer lacks has ended
 * while nobody told us: its final row is read too, so that a lost event never leaves a bar standing.
 */
async function refreshActive(
  client: QueryClient,
  tenantIds: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const store = jobStoreOf(client);
  const startedAt = Date.now();
  const request = supabase
    .from('integration_jobs')
    .select(JOB_COLUMNS)
    .in('tenant_id', tenantIds)
    .in('status', ['pending', 'running'])
    .abortSignal(signal);
  const active = parseJobs(await dataOf(request));
  const ids = active.map((job) => job.id);
  const missed = store.activeSeenBefore(tenantIds, startedAt).filter((id) => !ids.includes(id));
  const ended = missed.length === 0 ? [] : await fetchByIds(missed, signal);
  store.forget(missed.filter((id) => !ended.some((job) => job.id === id)));
  store.accept([...active, ...ended]);
  return ids;
}

/** Active jobs of these tenants. The answer goes into the job store; what is true now is read from there. */
export function activeJobsOptions(tenantIds: readonly string[]) {
  return queryOptions({
    queryKey: keys.activeJobs(tenantIds),
    queryFn: ({ client, signal }) => refreshActive(client, tenantIds, signal),
    enabled: tenantIds.length > 0,
    refetchOnWindowFocus: 'always',
    staleTime: 10_000,
  });
}

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

/** Where the next page begins: after this row, in the order (created_at, id) descending. */
interface PageCursor {
  createdAt: string;
  id: string;
}

async function fetchPage(
  scope: { tenantId: string; slug: string; filters: ExecutionFilters },
  after: PageCursor | null,
  signal: AbortSignal,
): Promise<Job[]> {
  let request = supabase
    .from('integration_jobs')
    .select(JOB_COLUMNS)
    .eq('tenant_id', scope.tenantId)
    .eq('provider_slug', scope.slug);
  if (scope.filters.status !== null) request = request.eq('status', scope.filters.status);
  if (scope.filters.period !== null) {
    request = request.gte('created_at', periodStart(scope.filters.period, Date.now()).toISOString());
  }
  if (after !== null) {
    const { createdAt, id } = after;
    request = request.or(`created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",id.lt.${id})`);
  }
  const page = request.order('created_at', { ascending: false }).order('id', { ascending: false }).limit(PAGE_SIZE);
  return parseJobs(await dataOf(page.abortSignal(signal)));
}

/** Executions of one integration, newest first, in keyset pages: rows that arrive meanwhile shift nothing. */
export function executionPagesOptions(tenantId: string, slug: string, filters: ExecutionFilters) {
  return infiniteQueryOptions({
    queryKey: keys.executionPages(tenantId, slug, filters),
    queryFn: async ({ client, pageParam, signal }) => {
      const jobs = await fetchPage({ tenantId, slug, filters }, pageParam, signal);
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
