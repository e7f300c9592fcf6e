import type { Job } from '../jobs/job.ts';
import { errorDetails as labels } from '../labels/executions/executions.ts';
import { absoluteTime } from '../time/reader-time.ts';

/** What support needs to know of a failure. */
export interface FailedAttempt {
  job: Pick<Job, 'id' | 'max_attempts'>;
  attempt: number;
  code: string | null;
  message: string | null;
  at: string;
}

/** One block of plain text, made for pasting into a message. */
export function errorDetails(integration: string, { job, attempt, code, message, at }: FailedAttempt): string {
  return [
    labels.integration(integration),
    labels.job(job.id),
    labels.attempt(attempt, job.max_attempts),
    labels.at(absoluteTime(at)),
    labels.code(code),
    labels.message(message),
  ].join('\n');
}
