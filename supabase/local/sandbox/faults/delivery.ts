import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Row } from '../providers/provider.ts';

/** How an answer reaches the client. */
export interface Delivery {
  status: number;
  headers: Record<string, string>;
  body: Buffer | Iterable<string>;
  /** Where the transfer breaks off, if it does: `hang` sends no more, `reset` closes the connection. */
  breakOff?: { how: 'hang' | 'reset'; when: 'before' | 'body' } | undefined;
}

const FILLER = 'x'.repeat(65_536);

/** A body as bytes with its content type: text stays text, everything else is JSON. */
export function encode(body: unknown): { headers: Record<string, string>; body: Buffer } {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return { headers: { 'Content-Type': type }, body: Buffer.from(isText ? body : JSON.stringify(body)) };
}

/** A valid page of at least `bytes`, made while it is sent: one row again and again, with a filler field. */
export function* hugePage(row: Row, wrap: (rows: Row[]) => unknown, bytes: number): Generator<string> {
  const [head = '', tail = ''] = JSON.stringify(wrap([])).split('[]', 2);
  const item = JSON.stringify({ ...row, Observacao: FILLER });
  yield `${head}[${item}`;
  for (let sent = item.length; sent < bytes; sent += item.length + 1) yield `,${item}`;
  yield `]${tail}`;
}

/** Waits; resolves to whether the client is still there. Ends early when the connection closes. */
export function stillThereAfter(res: ServerResponse, ms: number): Promise<boolean> {
  if (res.destroyed || res.closed) return Promise.resolve(false);
  if (ms <= 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (there: boolean): void => {
      clearTimeout(timer);
      res.off('close', gone);
      resolve(there);
    };
    const gone = (): void => end(false);
    const timer = setTimeout(() => end(true), ms);
    res.on('close', gone);
  });
}

/** Sends an answer, or as much of it as its faults allow. A client that goes away in the middle is no error. */
export async function deliver(res: ServerResponse, delivery: Delivery): Promise<void> {
  const { status, headers, body, breakOff } = delivery;
  if (breakOff?.when === 'before') {
    // A reset packet instead of an orderly end. A hanging request stays open until the client or the server closes it.
    if (breakOff.how === 'reset') res.socket?.resetAndDestroy();
    return;
  }
  if (!Buffer.isBuffer(body)) {
    res.writeHead(status, headers);
    try {
      await pipeline(Readable.from(body), res);
    } catch (error) {
      if (!res.destroyed) throw error;
    }
    return;
  }
  res.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': String(body.length) });
  if (breakOff === undefined) {
    res.end(body);
    return;
  }
  // An orderly close, so that the client really gets the half; a reset could throw it away.
  const afterHalf = breakOff.how === 'reset' ? () => res.destroy() : undefined;
  res.write(body.subarray(0, Math.floor(body.length / 2)), afterHalf);
}
