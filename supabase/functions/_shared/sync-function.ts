import { requireSecretKey } from './auth.ts';
import { createServiceClient } from './clients.ts';
import type { Connector } from './connector.ts';
import type { FunctionEnv } from './env.ts';
import { JobError, LeaseGoneError } from './errors.ts';
import { jsonResponse, postHandler, readBody } from './http.ts';
import { createLog } from './log.ts';
import { Queue } from './queue.ts';
import { sliceRequestSchema } from './slice.ts';
import { runSlice } from './sync-slice.ts';

/**
 * The whole of a `sync-<provider>` function but its connector: POST a slice request with a secret key -> the slice's result,
 * `{lease: "canceled" | "lost"}` when the job is no longer the caller's, or 502 `{error: {code, message, kind, …}}`.
 */
export function syncFunction<Cursor>(functionName: string, connector: Connector<Cursor>, env: FunctionEnv) {
  const log = createLog(functionName);
  const queue = new Queue(createServiceClient(env));
  return postHandler(log, async (request) => {
    await requireSecretKey(request, env.secretKeys);
    const slice = await readBody(request, sliceRequestSchema);
    try {
      const result = await runSlice(connector, slice, {
        queue,
        providerTimeoutMs: env.providerTimeoutMs,
        allowLocalProviders: env.allowLocalProviders,
        now: () => performance.now(),
        signal: request.signal,
      });
      log('slice_done', { job_id: slice.job_id, processed: result.processed, is_complete: result.cursor === null });
      return jsonResponse(200, result);
    } catch (error) {
      if (error instanceof LeaseGoneError) return jsonResponse(200, { lease: error.state });
      if (error instanceof JobError) log('slice_failed', { job_id: slice.job_id, kind: error.kind, code: error.code });
      throw error;
    }
  });
}
