import { phaseOf } from '../jobs/job-view.ts';
import { jobErrorText } from '../labels/errors.ts';
import { ARRIVALS, waiting } from '../labels/executions/statuses.ts';
import { countdown } from '../time/reader-time.ts';
import type { JobTransition } from './job-store.ts';

/** What a screen reader hears of a change of a job; null for what is no transition (progress, a first load). */
export function transitionText(name: string, { before, after }: JobTransition, now: number): string | null {
  if (before === null || before.status === after.status) return null;
  if (after.status === 'pending') {
    return phaseOf(after, now) === 'waiting' ? waiting.announced(name, countdown(after.run_after, now)) : null;
  }
  // A long run goes through the queue between its slices: only the first start is news.
  if (after.status === 'running' && before.started_at !== null) return null;
  return ARRIVALS[after.status](name, jobErrorText(after.error_code).title);
}
