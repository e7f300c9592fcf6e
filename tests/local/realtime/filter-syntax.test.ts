import { expect, test } from 'vitest';
import { type Condition, parseFilter } from '../../../supabase/local/realtime/visibility/filter-syntax.ts';

const condition = (column: string, operator: Condition['operator'], operand: string, negate = false): Condition => {
  return { column, operator, operand, negate };
};

test.each([
  ['', []],
  ['  ', []],
  ['status=eq.running', [condition('status', 'eq', 'running')]],
  ['status=not.eq.running', [condition('status', 'eq', 'running', true)]],
  ['a=gt.0,a=lt.100', [condition('a', 'gt', '0'), condition('a', 'lt', '100')]],
  ['status=in.(a,b),x=eq.1', [condition('status', 'in', '{a,b}'), condition('x', 'eq', '1')]],
  ['status=in.("a,b",c)', [condition('status', 'in', '{"a,b",c}')]],
  ['label=eq."a,b (c) \\"d\\""', [condition('label', 'eq', 'a,b (c) "d"')]],
  ['label=like.%a.b%', [condition('label', 'like', '%a.b%')]],
  ['at=eq.2026-11-23 10:00:00+00', [condition('at', 'eq', '2026-11-23 10:00:00+00')]],
  ['a=eq.b=c', [condition('a', 'eq', 'b=c')]],
  ['a=eq.', [condition('a', 'eq', '')]],
  ['finished_at=is.null', [condition('finished_at', 'is', 'null')]],
])('filter %j is read as its conditions', (filter, expected) => {
  expect(parseFilter(filter)).toEqual(expected);
});

test.each([
  ['undefined', /undefined/],
  ['status=foo.bar', /foo/],
  ['status', /status/],
  ['a=eq.1,', /empty segments/],
  ['a=in.1,2', /parentheses|"2"/],
])('filter %j is refused with the reason', (filter, reason) => {
  expect(() => parseFilter(filter)).toThrow(reason);
});
