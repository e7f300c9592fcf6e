import { expect, test } from 'vitest';
import {
  isRemembered,
  MAX_PAGES_TEXT,
  pageMark,
  rememberPage,
  wasAtPage,
} from '../../../../supabase/functions/_shared/provider/page-memory.ts';
import { hashOf, hashOfBytes } from '../../../../supabase/functions/_shared/values/hash.ts';

const pageOf = (number: number) => pageMark(Array.from({ length: 20 }, (_, row) => `id-${number * 20 + row}`));
const remembered = (count: number) =>
  Array.from({ length: count }, (_, number) => pageOf(number + 1)).reduce(rememberPage, '');

test('every earlier page is recognised, and no other', () => {
  const pages = remembered(5);
  expect([1, 2, 3, 4, 5].map((number) => isRemembered(pages, pageOf(number)))).toEqual(Array(5).fill(true));
  expect(isRemembered(pages, pageOf(6))).toBe(false);
});

test('a page is compared with the one at its own place', () => {
  const pages = remembered(3);
  expect(wasAtPage(pages, 2, pageOf(2))).toBe(true);
  expect(wasAtPage(pages, 2, pageOf(3))).toBe(false);
  expect(wasAtPage(pages, 4, pageOf(4))).toBe(false);
});

test('the order of records and where one ends and the next begins make another page', () => {
  const marks = [['a', 'b'], ['b', 'a'], ['ab'], ['a', 'b', ''], []].map(pageMark);
  expect(new Set(marks).size).toBe(marks.length);
});

test('texts that are nearly the same have other hashes', () => {
  const texts = Array.from({ length: 200_000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  expect(new Set(texts.map(hashOf)).size).toBe(texts.length);
  expect(texts.slice(0, 100).every((text) => /^[\w-]{9}$/.test(hashOf(text)))).toBe(true);
});

test('bytes that differ in one place, in their order or in their number have other hashes', () => {
  const text = new TextEncoder().encode(
    JSON.stringify(Array.from({ length: 40 }, (_, id) => ({ id, name: `N ${id}` }))),
  );
  const changed = Array.from(text, (byte, at) => text.with(at, byte ^ 1));
  const flipped = Array.from(text, (byte, at) => text.with(at, byte ^ 0x80));
  const cut = Array.from(text, (_, length) => text.subarray(0, length));
  const longer = [1, 2, 3, 4, 5].map((zeros) => new Uint8Array([...text, ...new Uint8Array(zeros)]));
  const swapped = Array.from({ length: text.length - 8 }, (_, at) =>
    text.with(at, text[at + 8] ?? 0).with(at + 8, text[at] ?? 0),
  );
  const all = [text, ...changed, ...flipped, ...cut, ...longer];
  expect(new Set(all.map(hashOfBytes)).size).toBe(all.length);
  const same = hashOfBytes(text);
  expect(swapped.every((bytes) => (hashOfBytes(bytes) === same) === (String(bytes) === String(text)))).toBe(true);
  expect(hashOfBytes(new Uint8Array([0, 0, ...text]).subarray(2))).toBe(same);
});

test('the memory stays small enough for a cursor, and never forgets the first page', () => {
  // A provider that ignores the page number answers the first page for ever.
  const pages = remembered(1_100);
  expect(pages).toHaveLength(MAX_PAGES_TEXT);
  expect(2 * MAX_PAGES_TEXT).toBeLessThan(13_000);
  expect(isRemembered(pages, pageOf(1))).toBe(true);
});
