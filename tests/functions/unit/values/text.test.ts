import { describe, expect, test } from 'vitest';
import { cleanAmount, cleanDate, cleanInteger, cleanText } from '../../../../supabase/functions/_shared/values/text.ts';

describe('texts', () => {
  test.for([
    ['a NUL is taken out', 'Pad\u0000aria', 'Padaria'],
    ['half a surrogate pair is replaced', 'A\ud83d', 'A\ufffd'],
    ['spaces around go', '  Padaria ', 'Padaria'],
    ['a number becomes a text', 42, '42'],
    ['an empty text is null', '   ', null],
    ['only NULs are null', '\u0000\u0000', null],
    ['an object is null', {}, null],
    ['true is null', true, null],
  ] as const)('%s', ([, value, expected]) => {
    expect(cleanText(value)).toBe(expected);
  });

  test('a long text is cut, never in the middle of a character', () => {
    expect(cleanText('x'.repeat(400))).toHaveLength(300);
    expect(cleanText(`${'x'.repeat(9)}😀`, 10)?.isWellFormed()).toBe(true);
  });
});

describe('dates', () => {
  test.for([
    ['2026-11-05', '2026-11-05'],
    ['2026-11-05 10:20:30', '2026-11-05'],
    ['2026-11-05T10:20:30', '2026-11-05'],
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', null],
    ['2026-13-01', null],
    ['0000-00-00', null],
    // What .NET writes for none.
    ['0001-01-01T00:00:00', null],
    ['05/11/2026', null],
    ['', null],
    [20261105, null],
  ] as const)('%s is read as %s', ([value, expected]) => {
    expect(cleanDate(value)).toBe(expected);
  });
});

describe('amounts and counts', () => {
  test.for([
    ['1234.50', '1234.50'],
    [1234.5, '1234.5'],
    [-10, '-10'],
    ['0.00', '0.00'],
    ['1.234,50', null],
    ['1e9', null],
    ['9'.repeat(13), null],
    ['', null],
    [null, null],
  ] as const)('%s is the amount %s', ([value, expected]) => {
    expect(cleanAmount(value)).toBe(expected);
  });

  test.for([
    [3, 3],
    ['12', 12],
    [0, 0],
    [-1, null],
    [1.5, null],
    ['abc', null],
    [2_147_483_648, null],
    [null, null],
  ] as const)('%s is the count %s', ([value, expected]) => {
    expect(cleanInteger(value)).toBe(expected);
  });

  test('a count outside its bounds is none', () => {
    expect(cleanInteger(25, 0, 24)).toBeNull();
    expect(cleanInteger(24, 0, 24)).toBe(24);
  });
});
