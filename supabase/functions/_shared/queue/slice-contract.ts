import { z } from 'zod';
import { FAILURE_KINDS, JOB_ERROR_CODES, JobError } from '../errors.ts';

/** Body of `sync-<provider>`: do one slice of this job, from `cursor`, for at most `deadline_ms`. */
export const sliceRequestSchema = z.strictObject({
  tenant_id: z.guid(),
  job_id: z.guid(),
  lease_token: z.guid(),
  cursor: z.unknown().nullable(),
  deadline_ms: z.number().int().positive().max(400_000),
});
export type SliceRequest = z.infer<typeof sliceRequestSchema>;

/** Answer of `sync-<provider>`: `cursor` null = everything is read. The pages are written already. */
export const sliceResultSchema = z.object({
  cursor: z.unknown().nullable(),
  processed: z.number().int().nonnegative(),
  total: z.number().int().nonnegative().nullable(),
  counters: z.record(z.string(), z.number()),
  step: z.string(),
  /** Why it ends here. An older sync function does not say: then it was its time. */
  stopped_by: z.enum(['end', 'time', 'work']).default('time'),
});
export type SliceResult = z.infer<typeof sliceResultSchema>;

/** Body of `sync-<provider>` for a connection test: try this, on behalf of that admin. Null = what is stored. */
export const connectionTestSchema = z.strictObject({
  connection_test: z.strictObject({
    tenant_id: z.guid(),
    user_id: z.guid(),
    base_url: z.string().max(300).nullable(),
    credential: z.string().max(1000).nullable(),
  }),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>['connection_test'];

const sliceErrorSchema = z.object({
  error: z.object({
    code: z.enum(JOB_ERROR_CODES),
    message: z.string(),
    kind: z.enum(FAILURE_KINDS),
    retry_after_seconds: z.number().int().nonnegative().nullable(),
  }),
});

const goneSchema = z.object({ lease: z.enum(['canceled', 'lost']) });

/** What one call of a sync function came to. */
export type SliceOutcome =
  | { type: 'done'; result: SliceResult }
  | { type: 'failed'; error: JobError }
  | { type: 'gone'; state: 'canceled' | 'lost' };

/**
 * The function did not answer as it should: it crashed, was killed or is not deployed. The cursor is safe, so a retry goes on from
 * it; whether there will be one the text must not promise.
 */
export const functionUnreachable = () =>
  new JobError(
    'temporary',
    'internal_error',
    'A sincronização foi interrompida antes de terminar. O que já foi gravado permanece.',
  );

/** Reads the response of a sync function; anything unexpected counts as an interrupted attempt. */
export async function readSliceResponse(response: Response): Promise<SliceOutcome> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return { type: 'failed', error: functionUnreachable() };
  }
  const gone = goneSchema.safeParse(body);
  if (gone.success) return { type: 'gone', state: gone.data.lease };
  const result = response.ok ? sliceResultSchema.safeParse(body) : null;
  if (result?.success) return { type: 'done', result: result.data };
  return { type: 'failed', error: readJobError(body) ?? functionUnreachable() };
}

/** The JobError in the body of a sync function's answer; null when there is none. */
export function readJobError(body: unknown): JobError | null {
  const failure = sliceErrorSchema.safeParse(body);
  if (!failure.success) return null;
  const { kind, code, message, retry_after_seconds } = failure.data.error;
  return new JobError(kind, code, message, retry_after_seconds);
}
