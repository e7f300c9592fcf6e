import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { parseResult } from '../jobs/job-result.ts';

/** The counters of a whole run as its newest attempt left them; empty when it read nothing. */
export function writtenOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.written(jobId),
    queryFn: async ({ signal }) => {
      const request = supabase
        .from('integration_logs')
        .select(
          'processed:response->processed, created:response->created, updated:response->updated, unchanged:response->unchanged, problems:response->problems, not_understood:response->not_understood, skipped:response->skipped',
        )
        .eq('job_id', jobId)
        .order('attempt', { ascending: false })
        .limit(1);
      const [newest] = await dataOf(request.abortSignal(signal));
      return parseResult(newest ?? null).counters;
    },
  });
}
