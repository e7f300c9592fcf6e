import { z } from 'zod';

/** Characters of one fingerprint: 48 bits in base64, so that two records meet by chance once in 10^14 pairs. */
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
export async function rememberPage<Row>(
  memory: PageMemory,
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): Promise<RememberedPage<Row>> {
  const keys = await Promise.all(rows.map((row) => fingerprint(keyOf(row) ?? JSON.stringify(row))));
  const page = await fingerprint(keys.join());
  const known = new Set(split(memory.keys));
  const fresh = rows.filter((row, index) => {
    const key = keys[index] ?? '';
    if (keyOf(row) === null) return true;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
  const pages = [...split(memory.pages), page];
  const kept = pages.length > MAX_PAGES ? [...pages.slice(0, 1), ...pages.slice(1 - MAX_PAGES)] : pages;
  return {
    memory: { pages: kept.join(''), keys: keys.slice(-MAX_KEYS).join('') },
    isRepeated: split(memory.pages).includes(page),
    fresh,
  };
}

const split = (joined: string): string[] => joined.match(new RegExp(`.{${WIDTH}}`, 'gs')) ?? [];

async function fingerprint(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 6)));
}
