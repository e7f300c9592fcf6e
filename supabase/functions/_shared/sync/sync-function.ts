import { z } from 'zod';
import { resolveByDns } from '../calls/base-url.ts';
import { HttpError, JobError, LeaseGoneError } from '../errors.ts';
import { requireSecretKey } from '../http/auth.ts';
import { jsonResponse, postHandler, readBody } from '../http/post-handler.ts';
import { createServiceClient } from '../platform/clients.ts';
import type { FunctionEnv } from '../platform/env.ts';
import { createLog } from '../platform/log.ts';
import type { Connector } from '../provider/connector.ts';
import { Queue, QueueError } from '../queue/queue.ts';
import { connectionTestSchema, sliceRequestSchema } from '../queue/slice-contract.ts';
import { testConnection } from './connection-test.ts';
import { runSlice } from './run-slice.ts';

const bodySchema = z.union([sliceRequestSchema, connectionTestSchema]);

/**
 * The whole of a `sync-<provider>` function but its connector. POST with a secret key:
 * - a slice request -> the slice's result, or `{lease: "canceled" | "lost"}` when the job is no longer the caller's;
 * - a connection test -> `{ok: true}`.
 * What the provider or its settings got wrong is 502 `{error: {code, message, kind, …}}`.
 */
export function syncFunction<Cursor>(functionName: string, connector: Connector<Cursor>, env: FunctionEnv) {
  const log = createLog(functionName);
  const queue = new Queue(createServiceClient(env));
  const settings = {
    queue,
    providerTimeoutMs: env.providerTimeoutMs,
    endPausesMs: env.endPausesMs,
    allowLocalProviders: env.allowLocalProviders,
    resolveHost: resolveByDns,
    now: () => performance.now(),
  };
  return postHandler(log, async (request) => {
    await requireSecretKey(request, env.secretKeys);
    const body = await readBody(request, bodySchema);
    const deps = { ...settings, signal: request.signal };
    if ('connection_test' in body) {
      await testConnection(connector, body.connection_test, deps).catch(refuseStrangers);
      return jsonResponse(200, { ok: true });
    }
    try {
      const result = await runSlice(connector, body, deps);
      log('slice_done', { job_id: body.job_id, processed: result.processed, is_complete: result.cursor === null });
      return jsonResponse(200, result);
    } catch (error) {
      if (error instanceof LeaseGoneError) return jsonResponse(200, { lease: error.state });
      if (error instanceof JobError) log('slice_failed', { job_id: body.job_id, kind: error.kind, code: error.code });
      // The worker hung up because the job is no longer its own: this answer reaches nobody.
      if (request.signal.aborted) return jsonResponse(200, { lease: 'lost' });
      throw error;
    }
  });
}

/** The database itself checks that the user of a connection test is an admin of the tenant. */
function refuseStrangers(error: unknown): never {
  if (error instanceof QueueError && error.code === '42501') {
    throw new HttpError('forbidden', 'Cannot test the connection: only an admin of the tenant may');
  }
  throw error;
}
