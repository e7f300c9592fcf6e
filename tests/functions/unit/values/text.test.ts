import { describe, expect, test } from 'vitest';
import { decodeEntities } from '../../../../supabase/functions/_shared/values/entities.ts';
import {
  cleanInteger,
  cleanText,
  cutText,
  readId,
  readInteger,
  readText,
} from '../../../../supabase/functions/_shared/values/text.ts';

describe('texts', () => {
  test.for([
    ['a NUL is taken out', 'Pad\u0000aria', 'Padaria'],
    ['half a surrogate pair is replaced', 'A\ud83d', 'A\ufffd'],
    ['spaces around go', '  Padaria ', 'Padaria'],
    ['no-break spaces around go', '\u00a0Padaria\u00a0', 'Padaria'],
    ['a number becomes a text', 42, '42'],
    ['an empty text is null', '   ', null],
    ['only NULs are null', '\u0000\u0000', null],
  ] as const)('%s', ([, value, expected]) => {
    expect(cleanText(value)).toBe(expected);
    expect(readText(value)).toBe(expected);
  });

  test.for([
    ['an object', {}],
    ['a list', ['Padaria']],
    ['true', true],
  ] as const)('%s is no text: clean gives nothing, a reader says so', ([, value]) => {
    expect(cleanText(value)).toBeNull();
    expect(() => readText(value)).toThrow('não é um texto');
  });

  test.for([
    ['at the end of the room', 'x'.repeat(400), 300, 'x'.repeat(300)],
    ['before an emoji that does not fit', `${'a'.repeat(79)}\u{1f600}`, 80, 'a'.repeat(79)],
    ['behind an emoji that fits', `${'a'.repeat(78)}\u{1f600}bc`, 80, `${'a'.repeat(78)}\u{1f600}`],
    ['before a letter with its accent apart', `${'a'.repeat(9)}e\u0301`, 10, 'a'.repeat(9)],
    ['before a family of four people', 'abc👨‍👩‍👧‍👦', 10, 'abc'],
    ['before a flag', `ab🇧🇷`, 4, 'ab'],
    ['before a skin tone', 'ab👍🏽', 4, 'ab'],
    [
      'inside a character longer than the room, at a code point',
      `😀${'\u0301'.repeat(50)}`,
      10,
      `😀${'\u0301'.repeat(8)}`,
    ],
    ['not at all when it fits', 'São João', 8, 'São João'],
  ] as const)('a long text is cut %s', ([, text, max, expected]) => {
    expect(cutText(text, max)).toBe(expected);
    expect(cutText(text, max).isWellFormed()).toBe(true);
  });
});

describe('HTML entities', () => {
  test.for([
    ['Silva &amp; Souza', 'Silva & Souza'],
    ['Caf&#233; &#xE9; bom', 'Café é bom'],
    ['Jo&atilde;o Concei&ccedil;&atilde;o &Uuml; &Ntilde; &Aring;', 'João Conceição Ü Ñ Å'],
    ['&lt;b&gt; &quot;x&quot; &#39;y&apos;', '<b> "x" \'y\''],
    ['1&ordm; andar &ndash; sala 2', '1º andar – sala 2'],
    // Once: what it says then is what was meant.
    ['&amp;lt; &amp;amp;', '&lt; &amp;'],
    ['&#150; &#x80;', '– €'],
    ['&#55357; &#0; &#x110000; &nada; &; AT&T; a & b', '&#55357; &#0; &#x110000; &nada; &; AT&T; a & b'],
  ] as const)('%s', ([text, expected]) => {
    expect(decodeEntities(text)).toBe(expected);
  });

  test('are decoded in what is stored, before it is cut', () => {
    expect(readText('Silva &amp; Souza', 7)).toBe('Silva &');
    expect(readText('A&#0;B')).toBe('A&#0;B');
  });
});

describe('ids', () => {
  test.for([
    [101, '101'],
    [' 101 ', '101'],
    ['9007199254740993', '9007199254740993'],
    [9_007_199_254_740_991, '9007199254740991'],
    ['', null],
    [null, null],
    [undefined, null],
  ] as const)('%s is the id %s', ([value, expected]) => {
    expect(readId(value)).toBe(expected);
  });

  test.for([
    ['a number that a double does not hold', 9_007_199_254_740_992, 'sem perda de dígitos'],
    ['a fraction', 1.5, 'sem perda de dígitos'],
    ['one that would have to be cut', 'x'.repeat(81), 'tem mais de 80 caracteres'],
    ['an object', { valor: '1' }, 'não é um identificador'],
    ['true', true, 'não é um identificador'],
  ] as const)('%s is refused', ([, value, reason]) => {
    expect(() => readId(value)).toThrow(reason);
  });
});

describe('counts', () => {
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
    if (expected !== null || value === null) expect(readInteger(value)).toBe(expected);
    else expect(() => readInteger(value)).toThrow('não é um número inteiro');
  });

  test('a count outside its bounds is none', () => {
    expect(cleanInteger(25, 0, 24)).toBeNull();
    expect(cleanInteger(24, 0, 24)).toBe(24);
  });
});
