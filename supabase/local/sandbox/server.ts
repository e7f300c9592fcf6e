import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleControl } from './control/control-plane.ts';
import { TokenStore } from './control/token-store.ts';
import { encode } from './faults/delivery.ts';
import { type HandlerContext, handleProvider } from './provider-handler.ts';
import type { SandboxControl } from './types.ts';

export interface SandboxOptions {
  /** Port to listen on; 0 takes any free one. */
  port: number;
  /** Address to listen on. The control plane has no password: keep it on the loopback. */
  host?: string;
  /** Milliseconds from a request to its answer, for tokens without an own setting. */
  latencyMs?: number;
  /** The clock of the data (ms since the epoch), by which instalments fall due and get paid; limits keep real time. */
  now?: () => number;
  /** Receives one line for each request, without credentials. */
  log?: (line: string) => void;
}

export interface Sandbox {
  /** Address without a trailing slash, e.g. http://127.0.0.1:54330; providers are below /acessorias and so on. */
  url: string;
  port: number;
  control: SandboxControl;
  /** Ends every connection at once, hanging ones too, and frees the port. */
  close(): Promise<void>;
}

const DEFAULT_LATENCY_MS = 200;
/** Longer than the pauses of a client, so that it does not write into a connection that is just being closed. */
const KEEP_ALIVE_MS = 65_000;

/** Tells about an error of the sandbox itself; the client only learns that it happened. */
function fail(res: ServerResponse, log: (line: string) => void, error: unknown): void {
  log(`Answer a request: failed with ${error instanceof Error ? error.stack : String(error)}`);
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { headers, body } = encode({ error: { code: 'internal_error', message: 'The sandbox failed' } });
  res.writeHead(500, headers).end(body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`Listen on ${host}:${port}: ${error.message}`, { cause: error })));
    server.listen(port, host, resolve);
  });
}

/**
 * Starts the provider sandbox: Acessórias, Bom Controle and OneCode on one port, and the control plane below /_control.
 * Rejects when the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', latencyMs = DEFAULT_LATENCY_MS, now = Date.now, log = () => {} } = options;
  const store = new TokenStore(now);
  const context: HandlerContext = { store, latencyMs, now, log };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    const isControl = path.startsWith('/_control');
    const handled = isControl ? handleControl(req, res, store, path) : handleProvider(req, res, context);
    handled.catch((error: unknown) => fail(res, log, error));
  });
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    control: store,
    close() {
      closing ??= new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
      return closing;
    },
  };
}
