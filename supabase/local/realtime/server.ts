import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { broadcastOverHttp } from './http-broadcast.ts';
import { ChangeFeed } from './log/change-feed.ts';
import type { ChannelContext } from './sockets/channel.ts';
import { Connection } from './sockets/connection.ts';
import { VERSIONS } from './sockets/frames.ts';
import { identifyKey, TokenError } from './sockets/identity.ts';
import { Topics } from './sockets/topics.ts';
import type { Log, VerifyToken } from './types.ts';

export type { Claims } from './types.ts';

export interface RealtimeOptions {
  /** A superuser's URL: it reads the write-ahead log and acts as the subscribers' roles. */
  databaseUrl: string;
  /** Checks a user's token; throws when it is invalid, forged or expired. */
  verifyToken: VerifyToken;
  /** Stands for the role anon. */
  publishableKey: string;
  /** Stands for the role service_role. */
  secretKey: string;
  /** Receives one line for each event worth knowing, without tokens. */
  log: Log;
}

export interface Realtime {
  /** Takes over an HTTP upgrade to `…/websocket?apikey=<key>&vsn=2.0.0`, or refuses it with an HTTP status. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers a POST to `…/api/broadcast`. */
  broadcast(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Closes all sockets, the replication slot and the connections to the database. */
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const GOING_AWAY = 1001;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Starts Realtime: the Phoenix protocol on one side, the write-ahead log of publication `supabase_realtime` on the other.
 * Rejects when the database cannot be used; once started it survives restarts of Postgres.
 */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { databaseUrl, verifyToken, log } = options;
  const feed = new ChangeFeed(databaseUrl, log);
  await feed.start();
  const context: ChannelContext = { feed, topics: new Topics(), verifyToken, log };
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  async function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://realtime');
    if (!url.pathname.endsWith('/websocket')) return refuse(socket, '404 Not Found');
    const wanted = url.searchParams.get('vsn') ?? '1.0.0';
    const version = VERSIONS.find((known) => known === wanted);
    if (version === undefined) return refuse(socket, '400 Bad Request');
    const apiKey = url.searchParams.get('apikey') ?? req.headers.apikey ?? req.headers['x-api-key'];
    if (typeof apiKey !== 'string') return refuse(socket, '401 Unauthorized');
    const claims = await identifyKey(apiKey, options, verifyToken);
    server.handleUpgrade(req, socket, head, (ws) => new Connection(ws, version, claims, context));
  }

  let closing: Promise<void> | undefined;
  return {
    handleUpgrade(req, socket, head) {
      const fail = (error: Error) => log(`Upgrade to a socket: ${error.message}`);
      socket.on('error', fail);
      upgrade(req, socket, head).catch((error: Error) => {
        fail(error);
        refuse(socket, error instanceof TokenError ? '401 Unauthorized' : '500 Internal Server Error');
      });
    },
    broadcast: (req, res) => broadcastOverHttp(req, res, context.topics, options, verifyToken),
    close() {
      closing ??= (async () => {
        for (const client of server.clients) client.close(GOING_AWAY, 'The server stops');
        server.close();
        await feed.close();
        for (const client of server.clients) client.terminate();
      })();
      return closing;
    },
  };
}
