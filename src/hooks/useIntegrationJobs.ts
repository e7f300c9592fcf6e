import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Job } from '../lib/jobs/job.ts';
import { activeJobsOptions } from '../lib/live/active-jobs.ts';
import { cancelJob, type SubmitOptions, submitJob } from '../lib/live/job-commands.ts';
import { activeJobsOf, jobStoreOf } from '../lib/live/job-store.ts';
import { retainFeed } from '../lib/live/jobs-feed.ts';
import { type ConnectionState, pollInterval } from '../lib/live/polling.ts';

export interface IntegrationJobs {
  /** Pending and running jobs of the tenants, oldest first. */
  activeJobs: Job[];
  /** The newest known version of every job seen so far, by id. */
  knownJobs: ReadonlyMap<string, Job>;
  /** true until the active jobs were read once. */
  isPending: boolean;
  error: Error | null;
  connection: ConnectionState;
  /** When the active jobs were last read, in milliseconds; 0 = never. */
  updatedAt: number;
  /** Milliseconds between two reads. */
  pollsEvery: number;
  /** Enqueues a run and returns the job's id; throws an AppError. */
  submitJob: (tenantId: string, slug: string, options?: SubmitOptions) => Promise<string>;
  /** Cancels an active job; throws an AppError. */
  cancelJob: (jobId: string) => Promise<void>;
}

function useConnection(tenantIds: readonly string[]): ConnectionState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ConnectionState>('connecting');
  useEffect(() => {
    if (tenantIds.length === 0) return;
    const { feed, release } = retainFeed(queryClient, tenantIds);
    const update = () => setState(feed.state());
    update();
    const unsubscribe = feed.subscribe(update);
    return () => {
      unsubscribe();
      release();
    };
  }, [queryClient, tenantIds]);
  return state;
}

/**
 * The jobs of these tenants, live: reads them, follows Realtime, and reads again when Realtime may have missed
 * something. Several components can use it at once; they share one subscription. `tenantIds` must keep its identity
 * between renders.
 */
export function useIntegrationJobs(tenantIds: readonly string[]): IntegrationJobs {
  const queryClient = useQueryClient();
  const store = jobStoreOf(queryClient);
  const knownJobs = useSyncExternalStore(store.subscribe, store.snapshot);
  const activeJobs = useMemo(() => activeJobsOf(knownJobs, tenantIds), [knownJobs, tenantIds]);
  const connection = useConnection(tenantIds);
  const pollsEvery = pollInterval(connection, activeJobs.length > 0);
  // Polling pauses by itself while the tab is hidden; activeJobsOptions reads again on return.
  const query = useQuery({ ...activeJobsOptions(tenantIds), refetchInterval: pollsEvery });
  return {
    activeJobs,
    knownJobs,
    isPending: query.isPending,
    error: query.error,
    connection,
    updatedAt: query.dataUpdatedAt,
    pollsEvery,
    submitJob: (tenantId, slug, options) => submitJob(queryClient, tenantId, slug, options),
    cancelJob: (jobId) => cancelJob(queryClient, jobId),
  };
}
