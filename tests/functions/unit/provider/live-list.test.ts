import { expect, test } from 'vitest';
import {
  LIST_BEGIN,
  type ListCursor,
  type ListPart,
  type LiveList,
} from '../../../../supabase/functions/_shared/provider/list-contract.ts';
import { readOn } from '../../../../supabase/functions/_shared/provider/live-list.ts';

// Found by attacking the running product: rows that changed pages under way, lists that hold an id twice, providers that have no page
// behind the last one.

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
async function attempt(list: LiveList, begin: ListCursor, onPart: (part: ListPart) => void = () => undefined) {
  let cursor = begin;
  for (;;) {
    const part = await readOn(cursor, list);
    onPart(part);
    if (part.failure) return { failure: part.failure, next: part.next };
    if (part.next === null) return { failure: null, next: null };
    cursor = part.next;
  }
}

const [FIRST, SECOND, THIRD] = [rowsOf(0, 100), rowsOf(100, 200), rowsOf(200, 300)];

test('when rows of a list changed places under way, a further look finds the one that was hidden', async () => {
  // The first row and the last change places after page 1 was read: at first the last one is not seen, and the first one twice.
  const moved = [['row 299', ...FIRST.slice(1)], SECOND, [...THIRD.slice(0, -1), 'row 0']];
  const list = listOf([FIRST, SECOND, THIRD], 300);
  const seen: unknown[] = [];
  const ask = async (page: number) => {
    const isFirst = list.asked.push(page) === 1;
    return { records: (isFirst ? [FIRST] : moved)[page - 1] ?? [], total: 300, lastPage: null };
  };
  const outcome = await attempt({ ...list, ask }, LIST_BEGIN, (part) => {
    seen.push(...part.fresh.flatMap(({ records }) => records));
  });
  expect(outcome).toEqual({ failure: null, next: null });
  expect(new Set(seen)).toEqual(new Set(rowsOf(0, 300)));
});

test('when a record that is announced never comes, the next attempt searches from the start and ends', async () => {
  const { failure, next } = await attempt(listOf([FIRST, SECOND, THIRD], 301), LIST_BEGIN);
  expect(failure).toMatchObject({ kind: 'temporary', code: 'incomplete_read' });
  expect(failure?.message).toContain('lidos 300 de 301');
  expect(next).toEqual(LIST_BEGIN);
  expect(await attempt(listOf([FIRST, SECOND, THIRD, ['row 300']], 301), next ?? LIST_BEGIN)).toEqual({
    failure: null,
    next: null,
  });
});

test('a record that the list holds twice hides none, and a list with one ends', async () => {
  const twice = [...SECOND.slice(1), 'row 0'];
  expect(await attempt(listOf([FIRST, twice], 200), LIST_BEGIN)).toEqual({ failure: null, next: null });
  expect(await attempt(listOf([FIRST, twice], 201), LIST_BEGIN)).toMatchObject({
    failure: { code: 'incomplete_read' },
  });
});

test('the same id with another record is a rival, once; the same record again is nothing', async () => {
  const record = (id: number, name: string) => ({ id, name });
  const list: LiveList = {
    ...listOf([], 0),
    pageSize: 2,
    keyOf: (each) => String((each as { id: number }).id),
    ask: async (page) => ({
      records:
        [
          [record(1, 'a'), record(2, 'b')],
          [record(1, 'other'), record(3, 'c')],
          [record(2, 'b'), record(1, 'third')],
        ][page - 1] ?? [],
      total: null,
      lastPage: null,
    }),
  };
  const groups: unknown[] = [];
  await attempt(list, LIST_BEGIN, (part) => {
    groups.push(...part.fresh.filter(({ records, rivals }) => records.length > 0 || rivals?.length));
  });
  expect(groups).toEqual([
    { where: 'página 1', records: [record(1, 'a'), record(2, 'b')], rivals: [] },
    { where: 'página 2', records: [record(3, 'c')], rivals: [record(1, 'other')] },
  ]);
});

test('a provider that answers its last page again for every page behind it has an end', async () => {
  const pages = [rowsOf(0, 100), rowsOf(100, 200)];
  const clamping = (announced: { total: number | null; lastPage: number | null }): LiveList => ({
    ...listOf([], 0),
    isSizeCertain: false,
    ask: async (page) => ({ records: pages[Math.min(page, pages.length) - 1] ?? [], ...announced }),
  });
  expect(await attempt(clamping({ total: null, lastPage: 2 }), LIST_BEGIN)).toEqual({ failure: null, next: null });
  expect(await attempt(clamping({ total: 200, lastPage: null }), LIST_BEGIN)).toEqual({ failure: null, next: null });
  await expect(attempt(clamping({ total: null, lastPage: 3 }), LIST_BEGIN)).rejects.toMatchObject({
    code: 'repeated_page',
  });
  await expect(attempt(clamping({ total: null, lastPage: null }), LIST_BEGIN)).rejects.toMatchObject({
    code: 'repeated_page',
  });
});

test('behind a page with room left one page is asked for, not two at a time', async () => {
  const list = { ...listOf([rowsOf(0, 3)], 3), concurrency: 2 as const };
  await attempt({ ...list, ask: async (page, text) => ({ ...(await list.ask(page, text)), total: null }) }, LIST_BEGIN);
  expect(list.asked).toEqual([1, 2, 2]);
});
