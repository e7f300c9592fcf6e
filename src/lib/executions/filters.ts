import type { Job } from '../jobs/job.ts';
import { isJobStatus, type JobStatus } from '../jobs/job-status.ts';
import { isJobErrorCode, type JobErrorCode } from '../labels/errors.ts';
import { shownZone } from '../time/reader-time.ts';
import { zonedDay, zonedMidnight } from '../time/tenant-time.ts';
import { toMillis } from '../time/timestamps.ts';

/** Periods of executions; the values stand in the URL. `datas`: from one day to another, both of them free. */
export const PERIODS = ['hoje', '7d', '30d', 'datas'] as const;
export type Period = (typeof PERIODS)[number];

/** Value of `startedBy` for what nobody started. */
export const SCHEDULED = 'agendamento';

/** null = not filtered. */
export interface ExecutionFilters {
  status: JobStatus | null;
  period: Period | null;
  /** First and last day (YYYY-MM-DD, the group's calendar) of the period `datas`; either may be missing. */
  from: string | null;
  until: string | null;
  error: JobErrorCode | null;
  /** Id of a user, or SCHEDULED. */
  startedBy: string | null;
  /** The id of an execution, or its beginning. */
  id: string | null;
}

export const NO_FILTERS: ExecutionFilters = {
  status: null,
  period: null,
  from: null,
  until: null,
  error: null,
  startedBy: null,
  id: null,
};

/** Fewer digits of an id find too much; the database wants as many. */
export const ID_MIN = 4;

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_BACK = { hoje: 0, '7d': 6, '30d': 29 } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function day(value: string | null): string | null {
  return value !== null && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** Filters from the address; values that do not exist count as not filtered. */
export function parseFilters(params: URLSearchParams): ExecutionFilters {
  const [status, error, id] = [params.get('status'), params.get('erro'), params.get('id')?.trim() ?? ''];
  const period = PERIODS.find((known) => known === params.get('periodo')) ?? null;
  return {
    status: isJobStatus(status) ? status : null,
    period,
    from: period === 'datas' ? day(params.get('de')) : null,
    until: period === 'datas' ? day(params.get('ate')) : null,
    error: isJobErrorCode(error) ? error : null,
    startedBy: params.get('por'),
    id: id.length >= ID_MIN ? id : null,
  };
}

/** What to change in the address to have these filters; see `withChanges`. */
export function filterChanges({ status, period, from, until, error, startedBy, id }: ExecutionFilters) {
  return { status, periodo: period, de: from, ate: until, erro: error, por: startedBy, id };
}

/** Is anything left out? */
export function isFiltered(filters: ExecutionFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}

/** Midnight of a day (YYYY-MM-DD), or so many days later, in the zone in which times are shown. */
function midnight(text: string, daysLater = 0): Date {
  const other = new Date(Date.parse(text) + daysLater * DAY_MS).toISOString().slice(0, 10);
  return new Date(zonedMidnight(other, shownZone()));
}

/** First moment of a period: midnight of today or so many days ago. */
export function periodStart(period: Exclude<Period, 'datas'>, now: number): Date {
  return midnight(zonedDay(now, shownZone()), -DAYS_BACK[period]);
}

/** From when on, and until before when, executions were made; null = open. */
export function rangeOf({ period, from, until }: ExecutionFilters, now: number): [Date | null, Date | null] {
  if (period === null) return [null, null];
  if (period !== 'datas') return [periodStart(period, now), null];
  return [from === null ? null : midnight(from), until === null ? null : midnight(until, 1)];
}

/** Would the server have returned this job for these filters? */
export function matchesFilters(job: Job, filters: ExecutionFilters, now: number): boolean {
  const { status, error, startedBy, id } = filters;
  const [from, until] = rangeOf(filters, now);
  const at = toMillis(job.created_at);
  return (
    (status === null || job.status === status) &&
    (error === null || (job.status === 'error' && job.error_code === error)) &&
    (startedBy === null || (job.created_by ?? SCHEDULED) === startedBy) &&
    (id === null || job.id.replaceAll('-', '').startsWith(id.toLowerCase().replaceAll('-', ''))) &&
    (from === null || at >= from.getTime()) &&
    (until === null || at < until.getTime())
  );
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
