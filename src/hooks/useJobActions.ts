import { useMutation } from '@tanstack/react-query';
import { announcer } from '../lib/app/announcer.ts';
import { AppError, errorText } from '../lib/data/errors.ts';
import { hasActiveJob } from '../lib/integrations/view.ts';
import { integrations } from '../lib/labels/integrations.ts';
import type { SubmitOptions } from '../lib/live/job-commands.ts';
import { type IntegrationState, useIntegrations } from './useIntegrations.ts';
import { useLiveJobs } from './useLiveJobs.ts';

interface RunOptions extends SubmitOptions {
  onStarted?: (jobId: string) => void;
}

export interface JobActions {
  /** From the click until the server's row is here: the page shows the pending look. */
  isSubmitting: boolean;
  /** From the confirmation until the server says that the job is cancelled. */
  isCanceling: boolean;
  /** Why the last action failed; stays until the next one. */
  error: Error | null;
  /** Enqueues a run; `onStarted` gets the id of its job. */
  run: (options?: RunOptions) => void;
  cancel: () => void;
}

/** Starting and cancelling the runs of one integration, with their busy states and their last error. */
export function useJobActions(integration: IntegrationState): JobActions {
  const { provider, job } = integration;
  const { runIntegration } = useIntegrations();
  const { cancelJob } = useLiveJobs();
  const submission = useMutation({
    mutationFn: (options: SubmitOptions) => runIntegration(provider.slug, options),
    onSuccess: () => announcer.announce(integrations.enqueued(provider.name)),
  });
  const cancellation = useMutation({
    mutationFn: cancelJob,
    // Role alert would be too much for "it had ended anyway": that is said politely.
    onError: (error) => {
      if (error instanceof AppError && error.code === 'job_already_finished')
        announcer.announce(errorText(error).title);
    },
  });
  const isActive = hasActiveJob(integration);
  return {
    isSubmitting: submission.isPending,
    isCanceling: cancellation.isPending,
    error: submission.error ?? cancellation.error,
    run: ({ onStarted, ...options } = {}) => {
      if (isActive || submission.isPending) return;
      cancellation.reset();
      submission.mutate(options, { onSuccess: onStarted });
    },
    cancel: () => {
      if (job === null || !isActive || cancellation.isPending) return;
      submission.reset();
      cancellation.mutate(job.id);
    },
  };
}
