import { expect, test } from 'vitest';
import { documentSearch, formatDocument } from '../../../src/lib/text/documents.ts';
import { parseDocument } from '../../../supabase/functions/_shared/values/documents.ts';

test.for([
  ['12ABC34501DE35', '12.ABC.345/01DE-35'],
  ['00000000000191', '00.000.000/0001-91'],
  ['52998224725', '529.982.247-25'],
] as const)('%s is shown as %s, and found by it', ([document, shown]) => {
  expect(formatDocument(document)).toBe(shown);
  expect(parseDocument(shown)).toMatchObject({ document });
  for (const typed of [shown, document, shown.toLowerCase(), ` ${shown}\u00a0`, shown.replaceAll('.', ' ')]) {
    expect(documentSearch(typed)).toBe(document);
  }
});

test.for([['123'], [''], ['ABCDEFGHIJK'], ['12ABC34501DE3X'], ['Padaria']] as const)(
  '%s is no document and is shown as it is',
  ([text]) => {
    expect(formatDocument(text)).toBe(text);
  },
);

test.for([
  ['12.abc.345/', '12ABC345'],
  ['1–2', '12'],
  ['１２ＡＢ', '12AB'],
  ['.345/01', '34501'],
  // May be the root of one with letters.
  ['padaria', 'PADARIA'],
  ['Padaria São João', null],
  ['joão', null],
  ['padariadajoaquina', null],
  ['./-', null],
  ['', null],
] as const)('of "%s" this is looked for among documents: %s', ([text, key]) => {
  expect(documentSearch(text)).toBe(key);
});
