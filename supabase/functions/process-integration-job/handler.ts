import { requireSecretKey } from '../_shared/auth.ts';
import { jsonResponse } from '../_shared/http.ts';

export interface ProcessDeps {
  secretKeys: readonly string[];
  /** Starts a worker that goes on after the response. */
  startWorker(): void;
}

/**
 * Wakes a worker: POST with a secret key on `apikey` -> 202 at once, the work goes on in the background.
 * The body is not read: which job comes next is the queue's decision. Errors: 401.
 */
export async function handleProcess(request: Request, deps: ProcessDeps): Promise<Response> {
  await requireSecretKey(request, deps.secretKeys);
  await request.body?.cancel();
  deps.startWorker();
  return jsonResponse(202, { accepted: true });
}
