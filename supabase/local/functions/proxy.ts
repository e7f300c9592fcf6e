import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchange, type Outcome } from '../gateway/proxy.ts';
import { sendJson } from '../gateway/web.ts';
import type { FunctionWorker } from './worker.ts';

interface Failure {
  status: number;
  code: string;
  message: string;
}

const BOOT_FAILURE = { status: 503, code: 'BOOT_ERROR', message: 'Function failed to start (please check logs)' };

/** What the platform answers when there is no answer of the function. */
const FAILURES: Record<Exclude<Outcome, 'done' | 'refused'>, Failure> = {
  broken: { status: 502, code: 'WORKER_ERROR', message: 'Function exited due to an error (please check logs)' },
  late: { status: 504, code: 'IDLE_TIMEOUT', message: 'Function did not respond in time' },
};

/** How long a process may take to end after it broke off an answer, in ms. One that goes on had its own reason to hang up. */
const DYING_MS = 2_000;

function fail(res: ServerResponse, { status, code, message }: Failure): void {
  sendJson(res, status, { code, message });
}

/**
 * Passes a request to a worker, bodies streamed both ways. Without an answer: 503 when the function does not start, 502 when its
 * process ends under way, 504 when it says nothing for `responseMs`. Resolves when the exchange is over: to false when the
 * worker was gone already, and nothing was sent to it or to the client.
 */
export async function forward(
  req: IncomingMessage,
  res: ServerResponse,
  worker: FunctionWorker,
  path: string,
  responseMs: number,
): Promise<boolean> {
  const end = worker.beginRequest();
  try {
    const port = await worker.ready.catch(() => null);
    if (port === null) {
      fail(res, BOOT_FAILURE);
      return true;
    }
    // A connection for each request: one that is kept may die together with a worker that has just ended.
    const outcome = await exchange(req, res, { port, path, agent: false, responseMs });
    if (outcome === 'refused') return false;
    // A dying process takes connections for a moment still: told too early, the client's next request would meet it once more.
    if (outcome === 'broken') await worker.endsWithin(DYING_MS);
    if (outcome !== 'done') fail(res, FAILURES[outcome]);
    return true;
  } finally {
    end();
  }
}
