import { z } from 'zod';

/** Characters of one fingerprint: 48 bits, six in each, so that two records meet by chance once in 10^14 pairs. */
const WIDTH = 8;
/** With both lists full a cursor stays below the 16 KB that the queue takes. */
const MAX_PAGES = 1_000;
const MAX_KEYS = 700;

/**
 * What a cursor remembers of earlier pages. Providers page by offset over live lists: rows move from one page to the next, and a
 * server that ignores the page number answers the same page for ever.
 */
export const pageMemorySchema = z.strictObject({
  /** Fingerprints of the pages so far, joined; the first and the newest 999. */
  pages: z.string().max(MAX_PAGES * WIDTH),
  /** Fingerprints of the last page's records, joined. */
  keys: z.string().max(MAX_KEYS * WIDTH),
});
export type PageMemory = z.infer<typeof pageMemorySchema>;

export const NO_PAGES: PageMemory = { pages: '', keys: '' };

/** What a page looks like to somebody who remembers the pages before it. */
export interface RememberedPage<Row> {
  memory: PageMemory;
  /** The same records as on an earlier page: the provider repeats itself. */
  isRepeated: boolean;
  /** The records that were neither on the page before nor further up on this one. */
  fresh: Row[];
}

/**
 * Adds a page to the memory. `keyOf` identifies a record; null for one that has no id. Such a record counts towards the likeness of
 * two pages, but is always fresh: two that look alike may be two.
 */
export function rememberPage<Row>(
  memory: PageMemory,
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): RememberedPage<Row> {
  const known = new Set(split(memory.keys));
  const fresh: Row[] = [];
  const prints = rows.map((row) => {
    const key = keyOf(row);
    const print = fingerprint(key ?? JSON.stringify(row));
    if (key === null || !known.has(print)) fresh.push(row);
    if (key !== null) known.add(print);
    return print;
  });
  const page = fingerprint(prints.join());
  const pages = memory.pages + page;
  const isFull = pages.length > MAX_PAGES * WIDTH;
  return {
    memory: {
      pages: isFull ? pages.slice(0, WIDTH) + pages.slice((1 - MAX_PAGES) * WIDTH) : pages,
      keys: prints.slice(-MAX_KEYS).join(''),
    },
    isRepeated: split(memory.pages).includes(page),
    fresh,
  };
}

function split(joined: string): string[] {
  return Array.from({ length: joined.length / WIDTH }, (_, index) => joined.slice(index * WIDTH, (index + 1) * WIDTH));
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * 24 bits of each of two hashes of the text, as eight digits. Made for spread and speed, not against forgers (a provider that forges its
 * own ids harms nobody but itself): SHA-256 through Web Crypto took longer than everything else that is done with a record.
 */
function fingerprint(text: string): string {
  let left = 0x9e3779b9;
  let right = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01000193);
    right = Math.imul(right ^ unit, 0x5bd1e995);
    right ^= right >>> 15;
  }
  return digits(mixed(left ^ text.length)) + digits(mixed(right));
}

/** Lets every bit depend on every other one. */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}

const digits = (bits: number): string =>
  DIGITS.charAt(bits & 63) +
  DIGITS.charAt((bits >>> 6) & 63) +
  DIGITS.charAt((bits >>> 12) & 63) +
  DIGITS.charAt((bits >>> 18) & 63);
