import { queryOptions } from '@tanstack/react-query';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** For how many days something is kept; null = for ever. */
export interface Retention {
  jobs: number | null;
  logs: number | null;
  events: number | null;
  changes: number | null;
  /** Of the log of a run, page by page. */
  runLog: number | null;
}

function days(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** How long executions, attempts, the trail, what executions changed and their logs are kept. */
export function retentionOptions() {
  return queryOptions({
    queryKey: keys.retention,
    queryFn: async ({ signal }): Promise<Retention> => {
      const answer: unknown = await dataOf(supabase.rpc('integration_retention').abortSignal(signal));
      const kept = isRecord(answer) ? answer : {};
      return {
        jobs: days(kept.jobs_days),
        logs: days(kept.logs_days),
        events: days(kept.events_days),
        changes: days(kept.changes_days),
        runLog: days(kept.run_log_days),
      };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
