import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { endToEnd, endToEndHeaders, sendJson } from '../web.ts';
import type { FunctionWorker } from './worker.ts';

/** Answers as the platform does when there is no answer of the function. */
function fail(res: ServerResponse, status: number, code: string, message: string): void {
  if (res.headersSent) res.destroy();
  else sendJson(res, status, { code, message });
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
    if (port !== null) return await exchange(req, res, port, path, responseMs);
    fail(res, 503, 'BOOT_ERROR', 'Function failed to start (please check logs)');
    return true;
  } finally {
    end();
  }
}

function exchange(
  req: IncomingMessage,
  res: ServerResponse,
  port: number,
  path: string,
  responseMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = endToEndHeaders(req);
    headers.set('x-forwarded-host', req.headers.host ?? '');
    const target = { host: '127.0.0.1', port, path, method: req.method, headers: Object.fromEntries(headers) };
    // A connection for each request: one that is kept may die together with a worker that has just ended.
    const upstream = request({ ...target, agent: false });
    const stop = (isOver = true) => {
      clearTimeout(timer);
      res.off('close', onClose);
      upstream.destroy();
      resolve(isOver);
    };
    const onClose = () => stop();
    const timer = setTimeout(() => {
      fail(res, 504, 'IDLE_TIMEOUT', 'Function did not respond in time');
      stop();
    }, responseMs);
    upstream.once('response', (answer) => {
      clearTimeout(timer);
      res.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders));
      // An end under way, on either side, breaks both connections: that is all the client can be told by now.
      pipeline(answer, res, () => stop());
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return stop(false);
      if (!res.headersSent) fail(res, 502, 'WORKER_ERROR', 'Function exited due to an error (please check logs)');
      stop();
    });
    res.once('close', onClose);
    upstream.once('socket', (socket) => socket.once('connect', () => req.pipe(upstream)));
  });
}
