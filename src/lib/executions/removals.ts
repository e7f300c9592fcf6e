import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { AppError, fromRest } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** Do the records that were missing in this run still wait for a person's word? */
export function removalsPendingOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.removals(jobId),
    queryFn: ({ signal }) =>
      dataOf(supabase.rpc('integration_removals_pending', { p_job_id: jobId }).abortSignal(signal)),
  });
}

/**
 * Marks as gone what was missing in this run; returns how many. Throws an AppError, `removals_decided` when somebody
 * else, or a newer read, was faster.
 */
export async function confirmRemovals(queryClient: QueryClient, jobId: string): Promise<number> {
  const { data, error, status } = await supabase.rpc('confirm_integration_removals', { p_job_id: jobId });
  void queryClient.invalidateQueries({ queryKey: keys.removals(jobId) });
  if (error !== null) {
    const failure = fromRest(error, status);
    throw failure.code === 'not_found' ? new AppError('removals_decided', error.message, { cause: error }) : failure;
  }
  void queryClient.invalidateQueries({ queryKey: keys.changes(jobId) });
  return isRecord(data) && typeof data.removed === 'number' ? data.removed : 0;
}
