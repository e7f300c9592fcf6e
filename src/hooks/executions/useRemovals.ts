import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { announcer } from '../../lib/app/announcer.ts';
import { confirmRemovals, removalsPendingOptions } from '../../lib/executions/removals.ts';
import { massRemoval as labels } from '../../lib/labels/executions/results.ts';
import { formatCount } from '../../lib/text/format.ts';

/** Whether the records that a run missed wait for a person's word; undefined while that is not known. */
export function useRemovalsPending(jobId: string, hasWarning: boolean): boolean | undefined {
  return useQuery({ ...removalsPendingOptions(jobId), enabled: hasWarning }).data;
}

/** Confirms that the records which a run missed are gone. */
export function useConfirmRemovals(jobId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => confirmRemovals(queryClient, jobId),
    onSuccess: (removed) => announcer.announce(labels.confirmed(formatCount(removed))),
  });
}
