/** Every status a job can have, as in the check constraint `status_is_valid`: still to do, or ended. */
const KINDS = {
  pending: 'active',
  running: 'active',
  success: 'final',
  error: 'final',
  canceled: 'final',
} as const;
export type JobStatus = keyof typeof KINDS;
/** The statuses in which nothing will change any more. */
export type FinalStatus = { [Status in JobStatus]: (typeof KINDS)[Status] extends 'final' ? Status : never }[JobStatus];

/** What people see of a job: its status, and apart from it a pending job that waits for its next attempt. */
export type JobPhase = JobStatus | 'waiting';

/** Is the text one of the statuses? Narrows what comes from the database or the URL. */
export function isJobStatus(value: unknown): value is JobStatus {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}

/** Ended: nothing will change any more. */
export function isFinal(status: JobStatus): status is FinalStatus {
  return KINDS[status] === 'final';
}

/** Waiting or running: it still occupies the one place per tenant and provider. */
export function isActive(status: JobStatus): boolean {
  return !isFinal(status);
}

export const JOB_STATUSES: readonly JobStatus[] = Object.keys(KINDS).filter(isJobStatus);
export const ACTIVE_STATUSES = JOB_STATUSES.filter(isActive);
export const FINAL_STATUSES = JOB_STATUSES.filter(isFinal);
