import { clockTime, countdown } from '../time/reader-time.ts';
import { jobErrorText } from './error-codes.ts';
import type { Job } from './job.ts';
import { type JobPhase, PHASE_VIEWS, type PhaseView } from './job-status.ts';

/** What a page says about a job at a moment. */
export interface JobView extends PhaseView {
  phase: JobPhase;
  /** One more sentence beside the badge: the step, or until when the provider's limit lasts. */
  detail: string | null;
}

/** pending splits: after a failure or a limit a job waits for a time; otherwise it waits for a worker. */
export function phaseOf(job: Job, now: number): JobPhase {
  if (job.status !== 'pending' || job.error_code === null) return job.status;
  return countdown(job.run_after, now) === null ? 'pending' : 'waiting';
}

/** Badge and detail of a job. */
export function viewOf(job: Job, now: number): JobView {
  const phase = phaseOf(job, now);
  const view = PHASE_VIEWS[phase];
  if (phase !== 'waiting') return { ...view, phase, detail: phase === 'running' ? job.step : null };
  const label = `Nova tentativa ${countdown(job.run_after, now) ?? 'agora'}`;
  return { ...view, label, cardLabel: label, phase, detail: waitReason(job, now) };
}

function waitReason(job: Job, now: number): string {
  if (job.error_code === 'rate_limited') return `Limite do provedor até ${clockTime(job.run_after, now)}`;
  return job.error_message ?? jobErrorText(job.error_code).title;
}
