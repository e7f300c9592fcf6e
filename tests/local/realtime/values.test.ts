import { expect, test } from 'vitest';
import { toJson } from '../../../supabase/local/realtime/log/values.ts';

test.each([
  ['int4', '-7', -7],
  ['int8', '9007199254740991', 9007199254740991],
  ['numeric', '12.50', 12.5],
  ['numeric', 'NaN', 'NaN'],
  ['float8', 'Infinity', 'Infinity'],
  ['bool', 't', true],
  ['bool', 'f', false],
  ['jsonb', '{"a": [1, null]}', { a: [1, null] }],
  ['json', '"text"', 'text'],
  ['timestamptz', '2026-11-23 12:46:22.446761+00', '2026-11-23T12:46:22.446761+00:00'],
  ['timestamptz', '0044-03-15 00:00:00+00 BC', '0044-03-15T00:00:00+00:00 BC'],
  ['timestamptz', 'infinity', 'infinity'],
  ['timestamp', '2026-11-23 12:46:22', '2026-11-23T12:46:22'],
  ['date', '2026-11-23', '2026-11-23'],
  ['timetz', '12:00:00+00', '12:00:00+00'],
  ['uuid', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000a'],
  ['int4range', '[1,5)', '[1,5)'],
  ['text', '', ''],
])('a value of %s written as %j is %j', (base, text, expected) => {
  expect(toJson(text, { base, element: null })).toEqual(expected);
});

test.each([
  ['text', '{}', []],
  ['text', '{a,"b,c","say \\"hi\\"","NULL",NULL,""}', ['a', 'b,c', 'say "hi"', 'NULL', null, '']],
  [
    'int4',
    '{{1,2},{3,NULL}}',
    [
      [1, 2],
      [3, null],
    ],
  ],
  ['int4', '[0:1]={5,6}', [5, 6]],
  ['bool', '{t,f}', [true, false]],
  ['timestamptz', '{"2026-11-23 12:46:22+00"}', ['2026-11-23T12:46:22+00:00']],
  ['jsonb', '{"{\\"a\\": 1}"}', [{ a: 1 }]],
])('an array of %s written as %s is an array', (element, text, expected) => {
  expect(toJson(text, { base: `_${element}`, element })).toEqual(expected);
});

test('null is null, whatever the type', () => {
  expect(toJson(null, { base: 'int4', element: null })).toBeNull();
});

test('an array that does not end is an error and not a hang', () => {
  expect(() => toJson('{1,2', { base: '_int4', element: 'int4' })).toThrow(/does not end/);
});
