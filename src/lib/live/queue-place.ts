import { queryOptions } from '@tanstack/react-query';
import { fromRest } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { supabase } from '../data/supabase.ts';

/** The limits that a run can wait for: places of all, of its provider, of its group; or the end of a maintenance. */
export const QUEUE_REASONS = ['all', 'provider', 'tenant', 'paused'] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/** Where a due run stands in the queue. */
export interface QueuePlace {
  /** 1 = the next. */
  position: number;
  /** What it waits for; null = nothing. */
  reason: QueueReason | null;
  /** About so long until it begins; null = nobody knows. */
  seconds: number | null;
}

function toPlace(answer: unknown): QueuePlace | null {
  if (!isRecord(answer) || typeof answer.position !== 'number') return null;
  return {
    position: answer.position,
    reason: QUEUE_REASONS.find((known) => known === answer.reason) ?? null,
    seconds: typeof answer.seconds === 'number' ? answer.seconds : null,
  };
}

/** Others come and go without a word to this browser. */
const ASK_EVERY_MS = 10_000;

/** Where a waiting run stands, kept up to date while somebody looks; null when it does not wait for a place any more. */
export function queuePlaceOptions(jobId: string) {
  return queryOptions({
    queryKey: keys.queuePlace(jobId),
    queryFn: async ({ signal }) => {
      const request = supabase.rpc('integration_queue_place', { p_job_id: jobId });
      const { data, error, status } = await request.abortSignal(signal);
      if (error !== null) throw fromRest(error, status);
      return toPlace(data);
    },
    staleTime: 0,
    refetchInterval: ASK_EVERY_MS,
  });
}
