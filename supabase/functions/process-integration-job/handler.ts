import { z } from 'zod';
import { HttpError } from '../_shared/errors.ts';
import { requireSecretKey } from '../_shared/http/auth.ts';
import { jsonResponse, readBody } from '../_shared/http/post-handler.ts';

/** There is nothing to say: which job comes next is the queue's decision. Whoever names one learns that it would not be heard. */
const bodySchema = z.strictObject({});

export interface ProcessDeps {
  secretKeys: readonly string[];
  /** Whether it is the key that pokes of the database carry. */
  isWorkerKey(key: string): Promise<boolean>;
  /** Starts a worker that goes on after the response. */
  startWorker(): void;
}

/**
 * Wakes a worker: POST `{}` with the worker key on `X-Worker-Key`, or a secret key on `apikey` -> 202 at once, the work goes on in the
 * background. Errors: 400 invalid_request; 401; 413.
 */
export async function handleProcess(request: Request, deps: ProcessDeps): Promise<Response> {
  const workerKey = request.headers.get('x-worker-key');
  // One or the other: a key that is refused is not saved by a second one.
  if (workerKey === null) await requireSecretKey(request, deps.secretKeys);
  else if (!(await deps.isWorkerKey(workerKey))) {
    throw new HttpError('unauthorized', 'Cannot accept the request: the key on "X-Worker-Key" wakes no worker');
  }
  await readBody(request, bodySchema);
  deps.startWorker();
  return jsonResponse(202, { accepted: true });
}
