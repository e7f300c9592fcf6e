import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { runLogOptions } from '../../lib/executions/log/log-query.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { isActive } from '../../lib/jobs/job-status.ts';

/** Pages may be stored without a word: browsers hear of about one a second. */
const POLL_MS = 5000;

/** The log of a run, followed as long as somebody looks: read again with each news of the job, and now and then in between. */
export function useRunLog(job: Job) {
  const query = useQuery({
    ...runLogOptions(job.id),
    refetchInterval: isActive(job.status) ? POLL_MS : false,
    staleTime: 0,
  });
  const { refetch } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: updated_at is the news
  useEffect(() => {
    void refetch({ cancelRefetch: false });
  }, [job.updated_at, refetch]);
  return query;
}
