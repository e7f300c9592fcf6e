import { type Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { endToEnd, endToEndHeaders } from './web.ts';

export interface Upstream {
  /** On 127.0.0.1. */
  port: number;
  path: string;
  /** Keeps connections for later requests; false: a connection for each request. */
  agent: Agent | false;
  /** Longest wait for the head of the answer, in ms. */
  responseMs: number;
}

/**
 * How an exchange ended. `done`: the client has its answer, or what there was of it, or went away. Otherwise it still waits for one:
 * `refused`: nobody listens there, and nothing of the request was read. `broken`: the connection ended before an answer. `late`: none came
 * in time.
 */
export type Outcome = 'done' | 'refused' | 'broken' | 'late';

/** Passes a request to a server on this machine, bodies streamed both ways. A client that goes away ends the request there too. */
export function exchange(
  req: IncomingMessage,
  res: ServerResponse,
  { port, path, agent, responseMs }: Upstream,
): Promise<Outcome> {
  if (res.destroyed) return Promise.resolve('done');
  return new Promise((resolve) => {
    const headers = endToEndHeaders(req);
    headers.set('x-forwarded-host', req.headers.host ?? '');
    const target = { host: '127.0.0.1', port, path, method: req.method, headers: Object.fromEntries(headers) };
    const upstream = request({ ...target, agent });
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      res.off('close', onClose);
      req.unpipe(upstream);
      // Else what is left of the body would stand in the way of the client's next request.
      if (outcome === 'broken' || outcome === 'late') req.resume();
      // After a complete exchange this does nothing: its connection is the agent's again.
      upstream.destroy();
      resolve(outcome);
    };
    const onClose = () => settle('done');
    const timer = setTimeout(() => settle('late'), responseMs);
    upstream.once('response', (answer) => {
      clearTimeout(timer);
      res.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders));
      // An end under way, on either side, breaks both connections: that is all the client can be told by now.
      pipeline(answer, res, () => settle('done'));
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (res.headersSent) res.destroy();
      settle(res.headersSent ? 'done' : error.code === 'ECONNREFUSED' ? 'refused' : 'broken');
    });
    res.once('close', onClose);
    upstream.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => req.pipe(upstream));
      else req.pipe(upstream);
    });
  });
}
