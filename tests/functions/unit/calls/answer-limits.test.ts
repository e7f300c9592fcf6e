import { expect, test } from 'vitest';
import { excessOfText } from '../../../../supabase/functions/_shared/calls/answer-limits.ts';

const list = (count: number, record = '{"a":1,"b":[1,2]}') => `[${Array.from({ length: count }, () => record).join()}]`;

test.each([
  ['an ordinary page', list(500)],
  ['a page in a field', `{"Itens":${list(1_000)},"TotalItens":1000}`],
  ['the largest page', list(1_000)],
  ['nesting as providers have it', '[{"a":{"b":{"c":[{"d":1}]}}}]'],
  ['texts full of brackets, commas and quotes', list(1, `{"a":"${String.raw`[{,\"\\`.repeat(10_000)}"}`)],
  ['no JSON', '<html>'],
  ['a text that never ends', '["abc'],
  ['nothing', ''],
])('%s may be parsed', (_, text) => {
  expect(excessOfText(text)).toBeNull();
});

test.each([
  ['too many records', list(1_001), 'mais de 1.000 registros'],
  ['too many records in a field', `{"Itens":${list(1_001)}}`, 'mais de 1.000 registros'],
  ['nesting that only opens', '['.repeat(1_000_000), 'aninhada demais'],
  ['nested fields', `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`, 'aninhada demais'],
  ['a record of very many values', `[[${'1,'.repeat(50_001)}1]]`, 'dados demais'],
  ['one endless text', `["${'a'.repeat(100_001)}"]`, 'texto longo demais'],
])('%s may not', (_, text, reason) => {
  expect(excessOfText(text)).toContain(reason);
});

test('a hostile text costs no more than a look at each character', () => {
  const startedAt = performance.now();
  for (const text of ['\\'.repeat(1_000_000), '"\\"'.repeat(300_000), '"'.repeat(1_000_000), ']'.repeat(1_000_000)]) {
    excessOfText(text);
  }
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
