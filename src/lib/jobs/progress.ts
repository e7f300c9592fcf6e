import { RECORDS } from '../labels/common.ts';
import { progress as labels } from '../labels/executions/progress.ts';
import { formatCount, formatPlural } from '../text/format.ts';
import { toMillis } from '../time/timestamps.ts';
import type { Job } from './job.ts';
import { isFinal } from './job-status.ts';

/** What a bar shows. `value` null: the end is unknown, the bar is indeterminate and has no percentage. */
export interface ProgressView {
  value: number | null;
  /** "84 de 200 registros"; what stands beside the bar. */
  counts: string;
  /** "42%", or null without a known end. */
  percent: string | null;
  /** The words a screen reader hears for the value. */
  valueText: string;
}

/** A whole number of 0 to 100, or null for everything a bar cannot show. */
export function clampPercent(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Math.min(100, Math.max(0, Math.floor(value)));
}

/** Bar, counts and words of a job. */
export function progressOf(
  job: Pick<Job, 'status' | 'progress' | 'processed_count' | 'total_count' | 'attempts' | 'started_at'>,
): ProgressView {
  const hasStarted = job.started_at !== null;
  const hasEnd = job.total_count !== null && job.total_count > 0;
  const value = job.status === 'success' ? 100 : hasEnd ? clampPercent(job.progress) : null;
  const counts = countsOf(job, hasStarted);
  const percent = value === null ? null : `${value}%`;
  return { value, counts, percent, valueText: percent === null ? counts : `${counts}, ${percent}` };
}

/** "84 de 200 registros", or "84 registros" while nobody knows how many there are. */
export function countsOfTotal(processed: number, total: number | null): string {
  if (total === null || total === 0) return formatPlural(processed, RECORDS);
  return labels.countOf(formatCount(processed), formatPlural(total, RECORDS));
}

function countsOf(job: Pick<Job, 'status' | 'processed_count' | 'total_count'>, hasStarted: boolean): string {
  if (job.status === 'success') return formatPlural(job.processed_count, RECORDS);
  if (job.processed_count > 0 || (job.total_count ?? 0) > 0) return countsOfTotal(job.processed_count, job.total_count);
  if (isFinal(job.status)) return labels.noneRead;
  return hasStarted ? labels.noneYet : labels.notStarted;
}

/** A moment at which a percentage was seen. */
export interface ProgressSample {
  percent: number;
  at: number;
}

const ESTIMATE_FROM_PERCENT = 10;
const ESTIMATE_AFTER_MS = 5000;

/**
 * Seconds that are left at the speed since `first`, or null while that says little: below 10 %, within 5 s, or when
 * nothing has moved.
 */
export function estimateSeconds(first: ProgressSample, last: ProgressSample): number | null {
  const gained = last.percent - first.percent;
  const took = last.at - first.at;
  if (last.percent < ESTIMATE_FROM_PERCENT || last.percent >= 100 || took < ESTIMATE_AFTER_MS || gained <= 0)
    return null;
  return Math.ceil(((100 - last.percent) * took) / gained / 1000);
}

/** Since when a pending job could have been taken, in ms. A click counts as due earlier than it was made. */
export function dueSince({ created_at, run_after }: Pick<Job, 'created_at' | 'run_after'>): number {
  return Math.max(toMillis(created_at), toMillis(run_after));
}
