import type { Job } from '../jobs/job.ts';
import { isActive } from '../jobs/job-status.ts';

/** What an integration needs to have to be asked for its problem. */
export interface ProblemSource {
  job: Job | null;
  last_run: string | null;
  last_status: string | null;
  last_error: string | null;
  last_error_code: string | null;
  failing_since: string | null;
  failures_in_row: number;
  pause_at_failures: number | null;
  schedule_kind: string;
  schedule_paused_at: string | null;
  schedule_pause_code: string | null;
}

/** Why an integration does not do what it should, since when, and what that has led to. */
export interface Problem {
  code: string | null;
  message: string | null;
  /** When the first of the failures ended; null when only the pause is known. */
  since: string | null;
  failures: number;
  /** The failed run, for the way to its details; null when it is gone by retention or was not the last one. */
  jobId: string | null;
  /** Since when the schedule starts nothing; null = it is not paused. */
  pausedAt: string | null;
  /** With so many failures in a row the schedule will be paused; null while that is far away, or it is paused already. */
  pausesAt: number | null;
}

/** The problem to show; null while a run is under way (it may end it) and when the last run ended well. */
export function problemOf(integration: ProblemSource): Problem | null {
  const { job, failing_since, failures_in_row: failures, schedule_paused_at: pausedAt } = integration;
  if (job !== null && isActive(job.status)) return null;
  const pausesAt = pausedAt === null && integration.schedule_kind !== 'off' ? integration.pause_at_failures : null;
  const shared = { failures, pausedAt, pausesAt };
  if (job?.status === 'error') {
    const since = failing_since ?? job.finished_at;
    return { ...shared, code: job.error_code, message: job.error_message, since, jobId: job.id };
  }
  if (job === null && integration.last_status === 'error') {
    const { last_error_code: code, last_error: message, last_run } = integration;
    return { ...shared, code, message, since: failing_since ?? last_run, jobId: null };
  }
  if (pausedAt === null) return null;
  return { ...shared, code: integration.schedule_pause_code, message: null, since: failing_since, jobId: null };
}
