/**
 * What a cursor remembers of pages, as short texts. Synchronous and without cryptography: it tells pages of one list apart, and a
 * function has little CPU time.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Characters of a whole hash: 53 bits. */
const WIDTH = 9;
/** Characters that are kept of each page: 36 bits. Two are only compared at the same place, or within one run of at most 1,000. */
const PAGE_WIDTH = 6;
/** With both lists of pages full a cursor stays below the 16 KB that the queue takes. */
const MAX_PAGES = 1_000;
/** Longest text of remembered pages. */
export const MAX_PAGES_TEXT = MAX_PAGES * PAGE_WIDTH;

/** A 53-bit hash of a text as nine characters. Two mixed 32-bit lanes, so that a change of any character changes both. */
export function hashOf(text: string): string {
  let high = 0x811c9dc5;
  let low = 0x2545f491;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  high = Math.imul(high ^ (high >>> 16) ^ low, 0x85ebca6b);
  low = Math.imul(low ^ (low >>> 13) ^ high, 0xc2b2ae35);
  let bits = (((high ^ (high >>> 15)) >>> 0) % 0x200000) * 0x100000000 + ((low ^ (low >>> 16)) >>> 0);
  let encoded = '';
  for (let place = 0; place < WIDTH; place += 1) {
    encoded += ALPHABET[bits % 64];
    bits = Math.floor(bits / 64);
  }
  return encoded;
}

/** What tells the records of a page apart: their keys, or all of a record that has none. */
export const marksOf = (records: readonly unknown[], keyOf: (record: unknown) => string | null): string[] =>
  records.map((record) => keyOf(record) ?? JSON.stringify(record));

/** What a page with these keys in this order looks like. */
export const pageMark = (keys: readonly string[]): string => hashOf(keys.join('\n'));

/** The list of remembered pages with one more; the first 1,000 are kept. */
export function rememberPage(pages: string, mark: string): string {
  return pages.length < MAX_PAGES_TEXT ? pages + mark.slice(0, PAGE_WIDTH) : pages;
}

/** Whether one of the remembered pages looks like that. */
export function isRemembered(pages: string, mark: string): boolean {
  const wanted = mark.slice(0, PAGE_WIDTH);
  for (let at = pages.indexOf(wanted); at >= 0; at = pages.indexOf(wanted, at + 1)) {
    if (at % PAGE_WIDTH === 0) return true;
  }
  return false;
}

/** Whether the page with this number (1-based) is remembered as looking like that. */
export function wasAtPage(pages: string, page: number, mark: string): boolean {
  const at = (page - 1) * PAGE_WIDTH;
  return pages.slice(at, at + PAGE_WIDTH) === mark.slice(0, PAGE_WIDTH);
}
