import { z } from 'zod';
import { requireSecretKey } from '../_shared/http/auth.ts';
import { jsonResponse, readBody } from '../_shared/http/post-handler.ts';

/** There is nothing to say: which job comes next is the queue's decision. Whoever names one learns that it would not be heard. */
const bodySchema = z.strictObject({});

export interface ProcessDeps {
  secretKeys: readonly string[];
  /** Starts a worker that goes on after the response. */
  startWorker(): void;
}

/**
 * Wakes a worker: POST `{}` with a secret key on `apikey` -> 202 at once, the work goes on in the background.
 * Errors: 400 invalid_request; 401; 413.
 */
export async function handleProcess(request: Request, deps: ProcessDeps): Promise<Response> {
  await requireSecretKey(request, deps.secretKeys);
  await readBody(request, bodySchema);
  deps.startWorker();
  return jsonResponse(202, { accepted: true });
}
