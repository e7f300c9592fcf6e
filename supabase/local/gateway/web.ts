import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Headers of one connection, which a proxy must not pass on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
]);

/** Without the headers of one connection: name, value, name, value as in `rawHeaders`. */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}

/** The headers of a Node request for the next server. */
export function endToEndHeaders(req: IncomingMessage): Headers {
  const headers = new Headers();
  const raw = endToEnd(req.rawHeaders);
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index] ?? '', raw[index + 1] ?? '');
  return headers;
}

/** A Node request as a web `Request`, with a streamed body; `signal` ends with the client's connection. */
export function toRequest(req: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  return new Request(new URL(req.url ?? '/', origin), {
    method: req.method ?? 'GET',
    headers: endToEndHeaders(req),
    signal,
    ...(hasBody ? { body: Readable.toWeb(req) as unknown as globalThis.ReadableStream, duplex: 'half' } : {}),
  });
}

/** Writes a web `Response` to the client, body streamed. A client that went away is no error. */
export async function sendResponse(res: ServerResponse, response: Response): Promise<void> {
  const headers: [string, string][] = [...response.headers].filter(([name]) => !HOP_BY_HOP.has(name));
  res.writeHead(response.status, headers.flat());
  if (!response.body) {
    res.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(response.body as unknown as ReadableStream), res);
  } catch (error) {
    if (!res.destroyed) throw error;
  }
}

/** Writes a small json answer that any page may read. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
  res.end(JSON.stringify(body));
}
