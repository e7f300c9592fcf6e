import { queryOptions } from '@tanstack/react-query';
import { keys } from '../../data/keys.ts';
import { dataOf } from '../../data/rest.ts';
import { supabase } from '../../data/supabase.ts';
import { mergeEntries, parseRunLog, type RunLog } from './entries.ts';

const PAGE_SIZE = 1000;

/** The log of a run. Read again, it asks only for what came since, from the newest entry on: that one may have grown. */
export function runLogOptions(jobId: string) {
  const queryKey = keys.runLog(jobId);
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<RunLog> => {
      let entries = client.getQueryData<RunLog>(queryKey)?.entries ?? [];
      while (true) {
        const from = entries.at(-1)?.entry ?? 1;
        const request = supabase.rpc('read_integration_run_log', { p_job_id: jobId, p_from: from, p_limit: PAGE_SIZE });
        const page = parseRunLog(await dataOf(request.abortSignal(signal)));
        entries = mergeEntries(entries, page.entries);
        if (page.count < PAGE_SIZE) return { claim: page.claim, entries };
      }
    },
  });
}
