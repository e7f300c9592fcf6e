import type { Job } from '../jobs/job.ts';
import { isActive, isFinal, isJobStatus } from '../jobs/job-status.ts';
import { PHASE_VIEWS, phaseOf, type StatusTone } from '../jobs/job-view.ts';
import { timeline as labels } from '../labels/executions/executions.ts';
import { ATTEMPT_ENDED, waiting } from '../labels/executions/statuses.ts';
import { countdown } from '../time/reader-time.ts';
import type { AttemptLog } from './logs.ts';

/** One line of the story of an execution. */
export interface TimelineEntry {
  key: string;
  title: string;
  tone: StatusTone;
  /** When it happened; for what is under way, since when. */
  at: string | null;
  /** The ended attempt behind the line, with its numbers and its error. */
  log: AttemptLog | null;
  /** Is it what happens right now? */
  isCurrent: boolean;
}

/** The attempt that runs, or that a waiting job is about to make. */
export function attemptNumber(job: Pick<Job, 'status' | 'attempts' | 'max_attempts'>): number {
  return Math.min(job.max_attempts, job.status === 'pending' ? job.attempts + 1 : Math.max(1, job.attempts));
}

/** The story of an execution, newest first: what happens now, every ended attempt, the start. */
export function timelineOf(job: Job, logs: readonly AttemptLog[], now: number): TimelineEntry[] {
  const attempts = [...logs].sort((a, b) => b.attempt - a.attempt).map(toEntry);
  const start: TimelineEntry = {
    key: 'queued',
    title: labels.queued,
    tone: 'canceled',
    at: job.created_at,
    log: null,
    isCurrent: false,
  };
  return isActive(job.status) ? [currentEntry(job, now), ...attempts, start] : [...attempts, start];
}

function toEntry(log: AttemptLog): TimelineEntry {
  const status = isJobStatus(log.status) && isFinal(log.status) ? log.status : 'error';
  const title = ATTEMPT_ENDED[status](log.attempt);
  return { key: log.id, title, tone: PHASE_VIEWS[status].tone, at: log.created_at, log, isCurrent: false };
}

function currentEntry(job: Job, now: number): TimelineEntry {
  const base = { key: 'current', tone: 'active', log: null, isCurrent: true } as const;
  switch (phaseOf(job, now)) {
    case 'running':
      return { ...base, title: labels.running(attemptNumber(job), job.max_attempts), at: job.started_at };
    case 'waiting':
      return { ...base, title: waiting.until(countdown(job.run_after, now)), at: null };
    default:
      return { ...base, title: labels.waitingForWorker, at: null };
  }
}
