import { queryOptions } from '@tanstack/react-query';
import { inBatches } from '../data/batches.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
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

/** The server tells of so many at once. */
const POINTS_AT_ONCE = 100;

/** The cards of a list ask one by one in the same moment: one request for all of them. */
const askForPoints = inBatches<ResumePoint | null>(POINTS_AT_ONCE, async (jobIds) => {
  const points: unknown = await dataOf(supabase.rpc('integration_resume_points', { p_job_ids: jobIds }));
  return new Map(jobIds.map((id) => [id, toPoint(isRecord(points) ? points[id] : null)]));
});

/** What the next run after this failed one would go on with; null = it would begin from the start. */
export function resumePointOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.resumePoint(jobId),
    queryFn: async () => (await askForPoints(jobId)) ?? null,
  });
}
