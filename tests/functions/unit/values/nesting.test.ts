import { expect, test } from 'vitest';
import { isNestedAtMost } from '../../../../supabase/functions/_shared/values/nesting.ts';

test.for([
  [1, 0, true],
  [null, 0, true],
  [{}, 1, true],
  [{}, 0, false],
  [{ a: [1, { b: 2 }] }, 3, true],
  [{ a: [1, { b: 2 }] }, 2, false],
  [[[], [[]]], 3, true],
  [[[], [[]]], 2, false],
] as const)('%j is nested at most %d levels: %s', ([value, limit, expected]) => {
  expect(isNestedAtMost(value, limit)).toBe(expected);
});

test('thousands of levels are told without running out of stack', () => {
  expect(isNestedAtMost(JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`), 32)).toBe(false);
});
