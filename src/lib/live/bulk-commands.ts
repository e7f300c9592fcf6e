import type { QueryClient } from '@tanstack/react-query';
import { partsOf } from '../data/batches.ts';
import { errorText, fromFunction } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { JOB_COLUMNS, parseJobs } from '../jobs/job.ts';
import { ACTIVE_STATUSES } from '../jobs/job-status.ts';
import { jobStoreOf } from './job-store.ts';

/** What became of one of many. */
export type BulkOutcome =
  | 'started'
  | 'covered'
  | 'job_already_active'
  | 'integration_disabled'
  | 'not_found'
  | 'forbidden'
  | 'too_many_requests'
  | 'canceled'
  | 'already_ended'
  | 'failed';

/** One of many: an integration to run, or a job of it. */
export interface BulkItem {
  /** Of the job, or of the integration. */
  id: string;
  tenantId: string;
  slug: string;
  /** How people call it. */
  name: string;
}

export interface BulkResult {
  item: BulkItem;
  outcome: BulkOutcome;
  /** Why a request failed, in words; null = it did not. */
  reason: string | null;
}

/** Each request is a few inserts: an answer that takes longer is none. */
const TIMEOUT_MS = 30_000;
/** The server takes so many at once. */
const AT_ONCE = 100;

const OUTCOMES: ReadonlySet<unknown> = new Set<BulkOutcome>([
  'started',
  'job_already_active',
  'integration_disabled',
  'not_found',
  'forbidden',
  'too_many_requests',
]);

const isOutcome = (value: unknown): value is BulkOutcome => OUTCOMES.has(value);

/** Groups what belongs together, in the order in which it comes. */
function groups<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

/** Asks for the runs of one tenant; outcomes by slug. Throws an AppError. */
async function requestRuns(tenantId: string, slugs: readonly string[]): Promise<Map<string, BulkOutcome>> {
  const { data, error } = await supabase.functions.invoke<{ results?: unknown }>('run-integration', {
    body: { tenant_id: tenantId, provider_slugs: slugs },
    timeout: TIMEOUT_MS,
  });
  if (error !== null) throw await fromFunction(error);
  const results: unknown[] = Array.isArray(data?.results) ? data.results : [];
  return new Map(
    results.flatMap(
      (result): Array<[string, BulkOutcome]> =>
        isRecord(result) && typeof result.provider_slug === 'string' && isOutcome(result.outcome)
          ? [[result.provider_slug, result.outcome]]
          : [],
    ),
  );
}

/**
 * Runs the integration of each item, once, however many items it has. One request per tenant; one that fails keeps none of the others from
 * running. Never rejects: a result for each item, in their order.
 */
export async function runMany(queryClient: QueryClient, items: readonly BulkItem[]): Promise<BulkResult[]> {
  const results = new Map<string, BulkResult>();
  const first = groups(items, ({ tenantId, slug }) => `${tenantId} ${slug}`);
  const requests = groups(first, ([one]) => one?.tenantId ?? '').flatMap((group) => partsOf(group, AT_ONCE));
  await Promise.all(
    requests.map(async (request) => {
      const heads = request.flatMap(([one]) => (one === undefined ? [] : [one]));
      const [head] = heads;
      if (head === undefined) return;
      let outcomeOf: (slug: string) => Pick<BulkResult, 'outcome' | 'reason'>;
      try {
        const slugs = heads.map(({ slug }) => slug);
        const outcomes = await requestRuns(head.tenantId, slugs);
        outcomeOf = (slug) => ({ outcome: outcomes.get(slug) ?? 'failed', reason: null });
      } catch (error) {
        outcomeOf = () => ({ outcome: 'failed', reason: errorText(error).title });
      }
      for (const [one, ...others] of request) {
        if (one === undefined) continue;
        const result = outcomeOf(one.slug);
        results.set(one.id, { item: one, ...result });
        const rest = result.outcome === 'started' ? { ...result, outcome: 'covered' as const } : result;
        for (const other of others) results.set(other.id, { item: other, ...rest });
      }
    }),
  );
  await queryClient.invalidateQueries({ queryKey: keys.allActiveJobs });
  void queryClient.invalidateQueries({ queryKey: keys.allExecutions });
  void queryClient.invalidateQueries({ queryKey: keys.resumePoints });
  return items.flatMap(({ id }) => results.get(id) ?? []);
}

/** Cancels what of these jobs is active; the rows of the answer go into the store. Throws an AppError. */
async function requestCancel(queryClient: QueryClient, ids: readonly string[]): Promise<Set<string>> {
  const rows = await dataOf(
    supabase
      .from('integration_jobs')
      .update({ status: 'canceled' })
      .in('id', ids)
      .in('status', ACTIVE_STATUSES)
      .select(JOB_COLUMNS),
  );
  const canceled = parseJobs(rows);
  jobStoreOf(queryClient).accept(canceled);
  return new Set(canceled.map(({ id }) => id));
}

/**
 * Cancels the job of each item by one statement; when that fails as a whole, one by one, so that one job loses none of the others.
 * Never rejects: a result for each item, in their order.
 */
export async function cancelMany(queryClient: QueryClient, items: readonly BulkItem[]): Promise<BulkResult[]> {
  const cancel = async (part: readonly BulkItem[]): Promise<BulkResult[]> => {
    try {
      const canceled = await requestCancel(
        queryClient,
        part.map(({ id }) => id),
      );
      return part.map((item) => ({
        item,
        outcome: canceled.has(item.id) ? 'canceled' : 'already_ended',
        reason: null,
      }));
    } catch (error) {
      if (part.length > 1) return (await Promise.all(part.map((item) => cancel([item])))).flat();
      return part.map((item) => ({ item, outcome: 'failed', reason: errorText(error).title }));
    }
  };
  const results = (await Promise.all(partsOf(items, AT_ONCE).map(cancel))).flat();
  await queryClient.invalidateQueries({ queryKey: keys.allActiveJobs });
  return results;
}
