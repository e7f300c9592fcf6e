import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, RefreshCw } from 'lucide-react';
import { jobErrorText } from '../labels/errors.ts';
import { PHASE_TEXTS, type PhaseText, waiting } from '../labels/executions/statuses.ts';
import { clockTime, countdown } from '../time/reader-time.ts';
import type { Job } from './job.ts';
import type { JobPhase } from './job-status.ts';

/** Colour family of a status: `--status-<tone>-{fg,bg,dot,bar}` in index.css. */
export type StatusTone = 'active' | 'success' | 'error' | 'canceled';

interface PhaseView extends PhaseText {
  tone: StatusTone;
  icon: LucideIcon;
}

/** Words, colour and icon of every phase: what tables, badges and filters show. */
export const PHASE_VIEWS: Record<JobPhase, PhaseView> = {
  pending: { ...PHASE_TEXTS.pending, tone: 'active', icon: Clock },
  waiting: { ...PHASE_TEXTS.waiting, tone: 'active', icon: RefreshCw },
  running: { ...PHASE_TEXTS.running, tone: 'active', icon: LoaderCircle },
  success: { ...PHASE_TEXTS.success, tone: 'success', icon: CircleCheck },
  error: { ...PHASE_TEXTS.error, tone: 'error', icon: CircleX },
  canceled: { ...PHASE_TEXTS.canceled, tone: 'canceled', icon: Ban },
};

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
  const label = waiting.until(countdown(job.run_after, now));
  return { ...view, label, cardLabel: label, phase, detail: waitReason(job, now) };
}

function waitReason(job: Job, now: number): string {
  if (job.error_code === 'rate_limited') return waiting.limitedUntil(clockTime(job.run_after, now));
  return job.error_message ?? jobErrorText(job.error_code).title;
}
