import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { partsOf } from '../data/batches.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, type Job, parseJobs } from '../jobs/job.ts';
import { ACTIVE_STATUSES, isActive } from '../jobs/job-status.ts';
import { serverNow } from '../time/server-clock.ts';
import { toMillis } from '../time/timestamps.ts';
import { jobStoreOf } from './job-store.ts';

/** What one read of the live jobs found out. */
interface LiveRead {
  active: string[];
  /** Runs of which this read was told that they have ended. */
  ended: string[];
  /** The last end among all reads, in the server's time; null = none is known. */
  lastEnd: string | null;
}

/** So far back is asked while no end is known: before the server was asked for its time a clock that is an hour ahead misses nothing. */
const FIRST_LOOK_BACK_MS = 7_200_000;
/** Runs become visible in another order than that of their times: what ended so shortly before the last known end is read again. */
const OVERLAP_MS = 60_000;
/** Rows of one request. Active ones come first, then the newest ends: nobody looks through more than these after a long absence. */
const PAGE_SIZE = 500;
/** No project is set up to answer with fewer rows than these when there are more: a shorter page is the last. */
const LEAST_PAGE = 100;
/** An address with more ids than these is refused by servers on the way. */
const IDS_AT_ONCE = 100;

function askSince(previous: LiveRead | undefined, now: number): Date {
  if (previous === undefined || previous.lastEnd === null) return new Date(now - FIRST_LOOK_BACK_MS);
  // A server whose clock was set back would otherwise hide what ends until its clock is where it was.
  return new Date(Math.min(toMillis(previous.lastEnd), now) - OVERLAP_MS);
}

async function fetchLivePage(
  tenantIds: readonly string[],
  since: Date,
  from: number,
  signal: AbortSignal,
): Promise<unknown[]> {
  let request = supabase
    .from('integration_jobs')
    .select(JOB_COLUMNS)
    .or(`status.in.(${ACTIVE_STATUSES.join(',')}),finished_at.gt."${since.toISOString()}"`);
  // Row level security shows no other tenants' jobs anyway: the filter only says it once more.
  if (tenantIds.length <= IDS_AT_ONCE) request = request.in('tenant_id', tenantIds);
  return dataOf(
    request
      .order('finished_at', { ascending: false, nullsFirst: true })
      .order('id')
      .range(from, from + PAGE_SIZE - 1)
      .abortSignal(signal),
  );
}

/** All active jobs, however many, and as many of the newest ends as come with them. */
async function fetchLive(tenantIds: readonly string[], since: Date, signal: AbortSignal): Promise<Job[]> {
  const wanted = new Set(tenantIds);
  const jobs: Job[] = [];
  let read = 0;
  for (;;) {
    const rows = await fetchLivePage(tenantIds, since, read, signal);
    const page = parseJobs(rows);
    jobs.push(...page.filter(({ tenant_id }) => wanted.has(tenant_id)));
    read += rows.length;
    const last = page.at(-1);
    // Beyond the active jobs nothing is missed; otherwise a project may have answered with fewer rows than asked for.
    if (rows.length === 0 || last === undefined || !isActive(last.status) || rows.length < LEAST_PAGE) return jobs;
  }
}

/** Jobs by their ids; those that are gone, or not ours to see, are missing. */
export async function fetchByIds(ids: readonly string[], signal: AbortSignal): Promise<Job[]> {
  const found = await Promise.all(
    partsOf(ids, IDS_AT_ONCE).map((part) =>
      dataOf(supabase.from('integration_jobs').select(JOB_COLUMNS).in('id', part).abortSignal(signal)),
    ),
  );
  return parseJobs(found.flat());
}

/**
 * Reads into the store, in one request, what is active and what has ended since the last read: runs that began and ended while nobody
 * told us as well. A job that the store still holds as active but the answer lacks is read by its id, so that a lost event never leaves
 * a bar standing.
 */
async function readLive(client: QueryClient, tenantIds: readonly string[], signal: AbortSignal): Promise<LiveRead> {
  const store = jobStoreOf(client);
  const startedAt = Date.now();
  const previous = client.getQueryData<LiveRead>(keys.activeJobs(tenantIds));
  const jobs = await fetchLive(tenantIds, askSince(previous, serverNow()), signal);
  const ids = new Set(jobs.map(({ id }) => id));
  const missed = store.activeSeenBefore(tenantIds, startedAt).filter((id) => !ids.has(id));
  const found = missed.length === 0 ? [] : await fetchByIds(missed, signal);
  store.forget(missed.filter((id) => !found.some((job) => job.id === id)));
  store.accept([...jobs, ...found]);
  const ended = jobs.filter(({ status }) => !isActive(status));
  // What the first read finds is where the page begins, and no news.
  const wasRead = new Set(previous?.ended);
  store.noteEnds(
    ended.filter(({ id }) => !wasRead.has(id)),
    { isNews: previous !== undefined },
  );
  const ends = [previous?.lastEnd, ended[0]?.finished_at].filter((end) => typeof end === 'string');
  return {
    active: jobs.filter(({ status }) => isActive(status)).map(({ id }) => id),
    ended: ended.map(({ id }) => id),
    lastEnd: ends.sort((a, b) => toMillis(b) - toMillis(a))[0] ?? null,
  };
}

/** The live jobs of these tenants. The answer goes into the job store; what is true now is read from there. */
export function activeJobsOptions(tenantIds: readonly string[]) {
  return queryOptions({
    queryKey: keys.activeJobs(tenantIds),
    queryFn: ({ client, signal }) => readLive(client, tenantIds, signal),
    enabled: tenantIds.length > 0,
    refetchOnWindowFocus: 'always',
    staleTime: 10_000,
  });
}
