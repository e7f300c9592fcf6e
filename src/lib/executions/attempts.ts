import { isRecord } from '../data/json.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** One ended attempt of an execution, as a line of a file tells of it. */
export interface AttemptSummary {
  attempt: number;
  status: string;
  code: string | null;
  endedAt: string;
}

function toSummary(value: unknown): AttemptSummary[] {
  if (!isRecord(value) || typeof value.attempt !== 'number' || typeof value.ended_at !== 'string') return [];
  const code = typeof value.error_code === 'string' ? value.error_code : null;
  return [{ attempt: value.attempt, status: String(value.status), code, endedAt: value.ended_at }];
}

/** Adds to each execution its ended attempts; at most 1,000 executions at once. Throws an AppError. */
export async function withAttempts<T extends { id: string }>(
  jobs: readonly T[],
  signal: AbortSignal,
): Promise<Array<T & { history: AttemptSummary[] }>> {
  const request = supabase.rpc('integration_job_attempts', { p_job_ids: jobs.map(({ id }) => id) });
  const answer: unknown = await dataOf(request.abortSignal(signal));
  const byJob = isRecord(answer) ? answer : {};
  return jobs.map((job) => {
    const history = byJob[job.id];
    return { ...job, history: Array.isArray(history) ? history.flatMap(toSummary) : [] };
  });
}
