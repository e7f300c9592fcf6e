import type { QueryData } from '@supabase/supabase-js';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { SUMMARY } from '../labels/executions/results.ts';
import { formatPlural } from '../text/format.ts';

const attemptLogs = () =>
  supabase
    .from('integration_logs')
    .select(
      'id, job_id, attempt, status, total_processados, execution_time_ms, error_code, error_message, created_at, worker, claimed_at, removed:response->removed',
    );

/** One attempt of one execution. `removed`: how many records it marked as gone; null when it says nothing of that. */
export type AttemptLog = QueryData<ReturnType<typeof attemptLogs>>[number];

/** The ended attempts of one job, newest first. */
export function jobLogsOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.jobLogs(jobId),
    queryFn: ({ signal }): Promise<AttemptLog[]> =>
      dataOf(attemptLogs().eq('job_id', jobId).order('attempt', { ascending: false }).abortSignal(signal)),
  });
}

/** "3 removidos" of an attempt; null when it marked none. */
export function removedText({ removed }: Pick<AttemptLog, 'removed'>): string | null {
  return typeof removed === 'number' && removed > 0 ? formatPlural(removed, SUMMARY.removed) : null;
}
