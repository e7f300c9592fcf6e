import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { SignInLimit } from '../auth/sign-in-limit.ts';
import { BROADCAST_PATH } from '../realtime/http-broadcast.ts';
import { sendJson } from './web.ts';

/** What stands behind the gateway. A part that was left out answers 503. */
export interface GatewayRoutes {
  rest?: { handle(req: IncomingMessage, res: ServerResponse): Promise<void> } | undefined;
  /** Counts attempts to sign in; without it there is no limit. */
  signIns?: SignInLimit | undefined;
  functions?:
    | { handle(req: IncomingMessage, res: ServerResponse, name: string, path: string): Promise<void> }
    | undefined;
  realtime?:
    | {
        handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
        broadcast(req: IncomingMessage, res: ServerResponse): Promise<void>;
      }
    | undefined;
}

export interface Gateway {
  /** Frees the port; open connections are ended. */
  close(): Promise<void>;
}

const FUNCTIONS = '/functions/v1/';

/** The platform lets browsers of any origin send any header; a wildcard would not cover Authorization. */
function preflightHeaders(req: IncomingMessage): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': req.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Max-Age': '3600',
    Vary: 'Access-Control-Request-Headers',
  };
}

async function route(req: IncomingMessage, res: ServerResponse, routes: GatewayRoutes, origin: string): Promise<void> {
  const url = req.url ?? '/';
  const asked = new URL(url, origin);
  const { pathname } = asked;
  if (/^\/((rest|auth)\/v1(\/|$)|mail(\/messages)?$)/.test(pathname) && routes.rest) {
    if (req.method === 'OPTIONS') {
      res.writeHead(204, preflightHeaders(req)).end();
      return;
    }
    if (SignInLimit.concerns(req.method, asked) && routes.signIns?.admit() === false) {
      sendJson(res, 429, { code: 429, error_code: 'over_request_rate_limit', msg: 'Request rate limit reached' });
      return;
    }
    await routes.rest.handle(req, res);
  } else if (pathname.startsWith(FUNCTIONS) && routes.functions) {
    const [name = ''] = pathname.slice(FUNCTIONS.length).split('/');
    // As on the platform, a function sees its own name as the first part of the path.
    await routes.functions.handle(req, res, name, url.slice(FUNCTIONS.length - 1));
  } else if (pathname.startsWith(BROADCAST_PATH) && routes.realtime) {
    if (req.method === 'OPTIONS') res.writeHead(204, preflightHeaders(req)).end();
    else if (req.method === 'POST') await routes.realtime.broadcast(req, res);
    else sendJson(res, 405, { message: 'Only POST' });
  } else if (/^\/(rest|auth|functions|realtime)\/v1(\/|$)/.test(pathname)) {
    sendJson(res, 503, { message: 'This part of the local stack is not running' });
  } else {
    sendJson(res, 404, { message: 'no Route matched with those values' });
  }
}

/**
 * The Supabase API on one port: /rest/v1 and /auth/v1 (and /mail, where mails are shown, and the mail service of the product's own below it), /functions/v1/<name>, /realtime/v1/websocket.
 * `routes` is read at each request, so parts may be added while the gateway is already listening.
 * Rejects when the port cannot be had.
 */
export async function startGateway(port: number, routes: GatewayRoutes, log: (line: string) => void): Promise<Gateway> {
  const origin = `http://127.0.0.1:${port}`;
  const server = createServer((req, res) => {
    route(req, res, routes, origin).catch((error: unknown) => {
      log(
        `[gateway] ${req.method} ${req.url?.split('?')[0]} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { message: 'An unexpected error occurred' });
    });
  });
  server.on('upgrade', (req, socket, head) => {
    const isRealtime = new URL(req.url ?? '/', origin).pathname === '/realtime/v1/websocket';
    if (isRealtime && routes.realtime) routes.realtime.handleUpgrade(req, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  // A function may take its time to answer; the limits are the runtime's.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`Listen on 127.0.0.1:${port}: ${error.message}`, { cause: error })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
