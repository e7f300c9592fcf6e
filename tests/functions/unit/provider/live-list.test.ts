import { expect, test } from 'vitest';
import {
  LIST_BEGIN,
  type ListCursor,
  type LiveList,
} from '../../../../supabase/functions/_shared/provider/list-contract.ts';
import { readOn } from '../../../../supabase/functions/_shared/provider/live-list.ts';

// Found by attacking the running product: two rows changed pages while a page was read, and every later attempt asked for the last page only.

const PAGE_SIZE = 100;
const rowsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `row ${from + index}`);

/** A list with its total, pages as they are given. */
function listOf(pages: string[][], total: number): LiveList & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    // What reading asks of it; calls are the list's own here.
    access: {
      name: 'Bom Controle',
      endPausesMs: [0, 0, 0],
      signal: new AbortController().signal,
    } as unknown as LiveList['access'],
    pageSize: PAGE_SIZE,
    isSizeCertain: true,
    concurrency: 1,
    lastFullCount: null,
    shortReadShare: 0.5,
    slice: {},
    ask: async (page) => {
      asked.push(page);
      return { records: pages[page - 1] ?? [], total, lastPage: null };
    },
    keyOf: String,
  };
}

/** Reads on until the end or a failure; returns how that went, and from where the next attempt goes on. */
async function attempt(list: LiveList, begin: ListCursor) {
  let cursor = begin;
  for (;;) {
    const part = await readOn(cursor, list);
    if (part.failure) return { failure: part.failure, next: part.next };
    if (part.next === null) return { failure: null, next: null };
    cursor = part.next;
  }
}

test('when rows changed pages under way, the next attempt searches from the start and ends', async () => {
  const [first, second, third] = [rowsOf(0, 100), rowsOf(100, 200), rowsOf(200, 300)];
  // The first row and the last change places after page 1 was read: the last one is never seen, the first one twice.
  const moved = [...third.slice(0, -1), 'row 0'];
  const { failure, next } = await attempt(listOf([first, second, moved], 300), LIST_BEGIN);
  expect(failure).toMatchObject({ kind: 'temporary', code: 'incomplete_read' });
  expect(failure?.message).toContain('lidos 299 de 300');
  expect(next).toEqual(LIST_BEGIN);
  expect(await attempt(listOf([['row 299', ...first.slice(1)], second, moved], 300), next ?? LIST_BEGIN)).toEqual({
    failure: null,
    next: null,
  });
});

test('behind a page with room left one page is asked for, not two at a time', async () => {
  const list = { ...listOf([rowsOf(0, 3)], 3), concurrency: 2 as const };
  await attempt({ ...list, ask: async (page) => ({ ...(await list.ask(page)), total: null }) }, LIST_BEGIN);
  expect(list.asked).toEqual([1, 2, 2]);
});
