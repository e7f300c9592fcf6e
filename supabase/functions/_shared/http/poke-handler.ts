import { z } from 'zod';
import { HttpError } from '../errors.ts';
import { requireSecretKey } from './auth.ts';
import { jsonResponse, readBody } from './post-handler.ts';

/** There is nothing to say: what comes next is the queue's decision. Whoever names one learns that it would not be heard. */
const bodySchema = z.strictObject({});

export interface PokeDeps {
  secretKeys: readonly string[];
  /** Whether it is the key that pokes of the database carry. */
  isWorkerKey(key: string): Promise<boolean>;
  /** Starts the work, which goes on after the response. */
  start(): void;
}

/**
 * Wakes a function that works in the background: POST `{}` with the worker key on `X-Worker-Key`, or a secret key on `apikey` -> 202 at once, the work goes on in the
 * background. Errors: 400 invalid_request; 401; 413.
 */
export async function handlePoke(request: Request, deps: PokeDeps): Promise<Response> {
  const workerKey = request.headers.get('x-worker-key');
  // One or the other: a key that is refused is not saved by a second one.
  if (workerKey === null) await requireSecretKey(request, deps.secretKeys);
  else if (!(await deps.isWorkerKey(workerKey))) {
    throw new HttpError('unauthorized', 'Cannot accept the request: the key on "X-Worker-Key" wakes no worker');
  }
  await readBody(request, bodySchema);
  deps.start();
  return jsonResponse(202, { accepted: true });
}
