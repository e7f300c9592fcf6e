import { useMutation } from '@tanstack/react-query';
import { announcer } from '../lib/app/announcer.ts';
import { AppError, errorText } from '../lib/data/errors.ts';
import type { Job } from '../lib/jobs/job.ts';
import { isActive } from '../lib/jobs/job-status.ts';
import { integrations } from '../lib/labels/integrations.ts';

interface JobActionsInput {
  /** Name of the integration, for the announcements. */
  name: string;
  job: Job | null;
  run: () => Promise<string>;
  cancel: (jobId: string) => Promise<void>;
}

export interface JobActions {
  /** From the click until the server's row is here: the page shows the pending look. */
  isSubmitting: boolean;
  /** From the confirmation until the server says that the job is cancelled. */
  isCanceling: boolean;
  /** Why the last action failed; stays until the next one. */
  error: Error | null;
  run: () => void;
  cancel: () => void;
}

/** Starting and cancelling the runs of one integration, with their busy states and their last error. */
export function useJobActions({ name, job, run, cancel }: JobActionsInput): JobActions {
  const submission = useMutation({
    mutationFn: run,
    onSuccess: () => announcer.announce(integrations.enqueued(name)),
  });
  const cancellation = useMutation({
    mutationFn: cancel,
    // Role alert would be too much for "it had ended anyway": that is said politely.
    onError: (error) => {
      if (error instanceof AppError && error.code === 'job_already_finished')
        announcer.announce(errorText(error).title);
    },
  });
  const hasActiveJob = job !== null && isActive(job.status);
  return {
    isSubmitting: submission.isPending,
    isCanceling: cancellation.isPending,
    error: submission.error ?? cancellation.error,
    run: () => {
      if (hasActiveJob || submission.isPending) return;
      cancellation.reset();
      submission.mutate();
    },
    cancel: () => {
      if (!hasActiveJob || cancellation.isPending) return;
      submission.reset();
      cancellation.mutate(job.id);
    },
  };
}
