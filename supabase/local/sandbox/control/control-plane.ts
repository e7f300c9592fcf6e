import type { IncomingMessage, ServerResponse } from 'node:http';
import { encode } from '../faults/delivery.ts';
import { InvalidSettings } from './settings.ts';
import { isSandboxToken, type TokenStore } from './token-store.ts';

const MAX_BODY_BYTES = 262_144;
const TOKEN_PATH = /^\/_control\/tokens\/([^/]+)$/;

interface Answer {
  status: number;
  body: unknown;
}

const refuse = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

/** The whole body of a request; undefined when it is too large. */
async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Reading goes on without keeping, so that the answer still reaches the client.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

async function put(req: IncomingMessage, store: TokenStore, token: string): Promise<Answer> {
  const body = await readBody(req);
  if (body === undefined) return refuse(413, 'payload_too_large', `The body exceeds ${MAX_BODY_BYTES} bytes`);
  try {
    return { status: 200, body: await store.configure(token, JSON.parse(body)) };
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, 'invalid_request', 'The body is not JSON');
    if (error instanceof InvalidSettings) return refuse(400, 'invalid_request', error.message);
    throw error;
  }
}

async function answer(req: IncomingMessage, store: TokenStore, path: string): Promise<Answer> {
  if (path === '/_control/health') return { status: 200, body: { status: 'ok' } };
  const token = TOKEN_PATH.exec(path)?.[1];
  if (token === undefined) return refuse(404, 'not_found', 'The control plane has /_control/tokens/<token>');
  if (!isSandboxToken(token)) return refuse(400, 'invalid_request', 'The token must begin with sandbox-');
  if (req.method === 'PUT') return put(req, store, token);
  if (req.method === 'GET') return { status: 200, body: await store.read(token) };
  if (req.method === 'DELETE') {
    await store.remove(token);
    return { status: 200, body: { status: 'removed' } };
  }
  return refuse(405, 'method_not_allowed', 'Use GET, PUT or DELETE');
}

/** Answers a request below /_control. Errors are `{error: {code, message}}`. */
export async function handleControl(
  req: IncomingMessage,
  res: ServerResponse,
  store: TokenStore,
  path: string,
): Promise<void> {
  const { status, body } = await answer(req, store, path);
  const encoded = encode(body);
  res.writeHead(status, { ...encoded.headers, 'Content-Length': String(encoded.body.length) });
  res.end(encoded.body);
}
