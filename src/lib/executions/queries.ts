import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { fetchByIds } from '../live/active-jobs.ts';
import { jobStoreOf } from '../live/job-store.ts';

/** One job, for a link to it. null when it does not exist or is not ours to see. */
export function jobOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.job(jobId),
    queryFn: async ({ client, signal }) => {
      const [job] = await fetchByIds([jobId], signal);
      if (job !== undefined) jobStoreOf(client).accept([job]);
      return job ?? null;
    },
  });
}
