import { z } from 'zod';

const count = z.number().int().nonnegative();
const seconds = z.number().nullable();

/** What `private.health` returns. Null ages: nothing is due, or there was no tick yet. */
export const healthSchema = z.object({
  due: count,
  waiting: count,
  running: count,
  slots: count,
  oldest_due_seconds: seconds,
  providers: z.record(
    z.string(),
    z.object({ due: count, waiting: count, running: count, slots: count, oldest_due_seconds: seconds }),
  ),
  expired_leases: count,
  ended_jobs_last_hour: count,
  ended_jobs_per_minute: z.number().nonnegative().nullable(),
  failed_jobs_last_hour: count,
  failed_attempts_last_hour: count,
  failed_parts: z.array(z.string()),
  last_tick_age_seconds: seconds,
  pokes: z.object({ accepted: count, refused: count, failed: count }),
});
export type Health = z.infer<typeof healthSchema>;
