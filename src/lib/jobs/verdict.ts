import { verdict as labels } from '../labels/executions/verdict.ts';
import { formatDuration } from '../text/format.ts';
import type { Job } from './job.ts';
import { countsOfTotal } from './progress.ts';
import { doneParts } from './result-line.ts';

/** How a run ended, in one sentence; null while it has not. */
export function verdictOf(job: Job): string | null {
  const { status, processed_count: read, total_count: total, attempts, max_attempts: max } = job;
  switch (status) {
    case 'success': {
      if (read === 0) return labels.empty;
      const duration = job.execution_time_ms === null ? '' : labels.inTime(formatDuration(job.execution_time_ms));
      const done = doneParts(job.result);
      const records = countsOfTotal(read, null);
      return done.length === 0
        ? labels.unchanged(records, duration)
        : labels.changed(records, duration, done.join(', '));
    }
    case 'error': {
      const attempt = Math.max(1, attempts);
      return read === 0 ? labels.failedEmpty(attempt, max) : labels.failed(attempt, max, countsOfTotal(read, total));
    }
    case 'canceled':
      return read === 0 ? labels.canceledEmpty : labels.canceled(countsOfTotal(read, total));
    default:
      return null;
  }
}
