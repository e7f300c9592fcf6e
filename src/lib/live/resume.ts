import { queryOptions } from '@tanstack/react-query';
import { fromRest } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { supabase } from '../data/supabase.ts';

/** Where a run that failed can be gone on from: so many records were read, of so many if that is known. */
export interface ResumePoint {
  processed: number;
  total: number | null;
}

function toPoint(answer: unknown): ResumePoint | null {
  if (!isRecord(answer) || typeof answer.processed !== 'number') return null;
  return { processed: answer.processed, total: typeof answer.total === 'number' ? answer.total : null };
}

/** What the next run after this failed one would go on with; null = it would begin from the start. */
export function resumePointOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.resumePoint(jobId),
    queryFn: async ({ signal }) => {
      const request = supabase.rpc('integration_resume_point', { p_job_id: jobId });
      const { data, error, status } = await request.abortSignal(signal);
      if (error !== null) throw fromRest(error, status);
      return toPoint(data);
    },
  });
}
