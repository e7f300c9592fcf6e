import type { Job } from '../jobs/job.ts';
import { isJobStatus, type JobStatus } from '../jobs/job-status.ts';
import { toMillis } from '../time/timestamps.ts';

/** Periods of the Execuções tab; the values stand in the URL. */
export const PERIODS = ['hoje', '7d', '30d'] as const;
export type Period = (typeof PERIODS)[number];

/** null = not filtered. */
export interface ExecutionFilters {
  status: JobStatus | null;
  period: Period | null;
}

const DAYS_BACK: Record<Period, number> = { hoje: 0, '7d': 6, '30d': 29 };

/** Filters from `?status=` and `?periodo=`; values that do not exist count as not filtered. */
export function parseFilters(params: URLSearchParams): ExecutionFilters {
  const status = params.get('status');
  const period = params.get('periodo');
  return {
    status: isJobStatus(status) ? status : null,
    period: PERIODS.find((known) => known === period) ?? null,
  };
}

/** First moment of a period: midnight, in the reader's zone, of today or so many days ago. */
export function periodStart(period: Period, now: number): Date {
  const start = new Date(now);
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - DAYS_BACK[period]);
  return start;
}

/** Would the server have returned this job for these filters? */
export function matchesFilters(job: Job, filters: ExecutionFilters, now: number): boolean {
  if (filters.status !== null && job.status !== filters.status) return false;
  return filters.period === null || toMillis(job.created_at) >= periodStart(filters.period, now).getTime();
}

/** Jobs newer than the first listed one that the list does not show yet. */
export function newExecutions(
  listed: readonly Job[],
  known: Iterable<Job>,
  filters: ExecutionFilters,
  now: number,
): Job[] {
  const ids = new Set(listed.map((job) => job.id));
  const first = listed[0];
  const newest = first === undefined ? Number.NEGATIVE_INFINITY : toMillis(first.created_at);
  return [...known].filter(
    (job) => !ids.has(job.id) && toMillis(job.created_at) >= newest && matchesFilters(job, filters, now),
  );
}
