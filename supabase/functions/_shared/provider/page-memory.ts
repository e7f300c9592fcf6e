import { hashOf } from '../values/hash.ts';

/** What a cursor remembers of pages, as short texts. */

/** Characters that are kept of each page: 36 bits. Two are only compared at the same place, or within one run of at most 1,000. */
const PAGE_WIDTH = 6;
/** With both lists of pages full a cursor stays below the 16 KB that the queue takes. */
const MAX_PAGES = 1_000;
/** Longest text of remembered pages. */
export const MAX_PAGES_TEXT = MAX_PAGES * PAGE_WIDTH;

/** No key begins with a line feed. */
const KEYLESS = '\n';

/** What tells a record apart: its key, or all of it when it has none. */
export const nameOf = (record: unknown, key: string | null): string => key ?? `${KEYLESS}${JSON.stringify(record)}`;

/** Whether the name is the key of a record. */
export const isKey = (name: string): boolean => !name.startsWith(KEYLESS);

/** What a page with records of these names in this order looks like. */
export const pageMark = (names: readonly string[]): string => hashOf(names.join('\n'));

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
