import { expect, test } from 'vitest';
import {
  NO_PAGES,
  type PageMemory,
  pageMemorySchema,
  rememberPage,
} from '../../../../supabase/functions/_shared/provider/page-memory.ts';

interface Row {
  id: string | null;
}
const rows = (...ids: (string | null)[]): Row[] => ids.map((id) => ({ id }));
const numbered = (from: number, count: number) => rows(...Array.from({ length: count }, (_, n) => `id-${from + n}`));
const remember = (memory: PageMemory, page: Row[]) => rememberPage(memory, page, (row) => row.id);

test('records of a first page are all fresh', () => {
  const page = remember(NO_PAGES, rows('a', 'b'));
  expect(page).toMatchObject({ isRepeated: false, fresh: rows('a', 'b') });
});

test('the page before is recognised, and so is any earlier one', () => {
  const first = remember(NO_PAGES, rows('a', 'b'));
  const second = remember(first.memory, rows('c', 'd'));
  const third = remember(second.memory, rows('e', 'f'));
  expect(remember(third.memory, rows('e', 'f')).isRepeated).toBe(true);
  expect(remember(third.memory, rows('a', 'b')).isRepeated).toBe(true);
  expect(remember(third.memory, rows('g', 'h')).isRepeated).toBe(false);
});

test('rows that moved on from the page before are not fresh, and the page is no repetition', () => {
  const first = remember(NO_PAGES, rows('a', 'b', 'c'));
  const second = remember(first.memory, rows('c', 'd', 'e'));
  expect(second).toMatchObject({ isRepeated: false, fresh: rows('d', 'e') });
});

test('the same record twice on one page is fresh once', () => {
  expect(remember(NO_PAGES, rows('a', 'b', 'a')).fresh).toEqual(rows('a', 'b'));
});

test('records without an id are all fresh, and a page of them is recognised by its content', () => {
  const page = [
    { id: null, name: 'A' },
    { id: null, name: 'A' },
  ];
  const first = rememberPage(NO_PAGES, page, (row) => row.id);
  expect(first).toMatchObject({ isRepeated: false, fresh: page });
  const again = rememberPage(first.memory, page, (row) => row.id);
  expect(again).toMatchObject({ isRepeated: true, fresh: page });
});

test('the memory stays small enough for a cursor, whatever the size of pages and runs', () => {
  let memory = NO_PAGES;
  const first = numbered(0, 3);
  memory = remember(memory, first).memory;
  for (let page = 1; page <= 1_100; page += 1) memory = remember(memory, numbered(page * 3, 3)).memory;
  memory = remember(memory, numbered(100_000, 5_000)).memory;

  expect(pageMemorySchema.safeParse(memory).success).toBe(true);
  expect(JSON.stringify(memory).length).toBeLessThan(15_000);
  // A provider that ignores the page number answers the first page: that one is never forgotten.
  expect(remember(memory, first).isRepeated).toBe(true);
});

test.each<[string, (n: number) => string]>([
  ['numbers', (n) => String(n)],
  ['guids that differ in little', (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`],
  ['long texts that differ at their end', (n) => `${'Empresa Brasileira '.repeat(10)}${n}`],
])('of 300,000 %s no two are taken for the same', (_, keyOf) => {
  const page = Array.from({ length: 300_000 }, (_, n) => ({ id: keyOf(n) }));
  expect(remember(NO_PAGES, page).fresh).toHaveLength(page.length);
});
