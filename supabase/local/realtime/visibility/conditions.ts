import type { Pool } from 'pg';
import type { Column } from '../log/tables.ts';
import type { Condition } from './filter-syntax.ts';

/** Asks whether a value, as Postgres writes it, meets a condition on its column. */
export interface Question {
  column: Column;
  condition: Condition;
  value: string | null;
}

const SYMBOLS = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
};
const MAX_IN_VALUES = 100;
const IS_KEYWORDS = ['null', 'true', 'false', 'unknown'];

/** The condition as SQL over `r.value` and `r.operand`, both text. Postgres compares, so that types and collations are its own. */
function expressionOf({ operator, operand, negate }: Condition, cast: string): string {
  const value = `r.value::${cast}`;
  if (operator === 'isdistinct') return `${value} is ${negate ? 'not ' : ''}distinct from r.operand::${cast}`;
  if (operator === 'is') return `${value} is ${negate ? 'not ' : ''}${IS_KEYWORDS.find((word) => word === operand)}`;
  const comparison =
    operator === 'in' ? `${value} = any (r.operand::${cast}[])` : `${value} ${SYMBOLS[operator]} r.operand::${cast}`;
  return negate ? `not (${comparison})` : comparison;
}

interface Row {
  i: number;
  value: string | null;
  operand: string;
}

async function askAll(pool: Pool, expression: string, rows: Row[]): Promise<number[]> {
  const statement = `
    select r.i
    from jsonb_to_recordset($1::text::jsonb) as r(i int, value text, operand text)
    where ${expression}`;
  const met = await pool.query<{ i: number }>(statement, [JSON.stringify(rows)]);
  return met.rows.map(({ i }) => i);
}

/** Answers the questions, in their order. One statement for all that differ only in their values. */
export async function answer(pool: Pool, questions: readonly Question[]): Promise<boolean[]> {
  const byExpression = new Map<string, Row[]>();
  for (const [i, { column, condition, value }] of questions.entries()) {
    const expression = expressionOf(condition, column.cast);
    const rows = byExpression.get(expression) ?? [];
    rows.push({ i, value, operand: condition.operand });
    byExpression.set(expression, rows);
  }
  const met = await Promise.all([...byExpression].map(([expression, rows]) => askAll(pool, expression, rows)));
  const indexes = new Set(met.flat());
  return questions.map((_, i) => indexes.has(i));
}

/**
 * Checks that a condition can be evaluated on its column, by evaluating it: what passes here cannot fail on a change.
 * Rejects with the reason.
 */
export async function checkCondition(pool: Pool, column: Column, condition: Condition): Promise<void> {
  const { operator, operand } = condition;
  if (operator === 'is') {
    if (!IS_KEYWORDS.includes(operand)) {
      throw new Error('invalid value for is filter: must be null, true, false, or unknown');
    }
    if (operand !== 'null' && column.base !== 'bool') {
      throw new Error(`is ${operand} filter requires a boolean column, got ${column.type}`);
    }
  }
  if (operator === 'in') {
    const { rows } = await pool.query<{ count: number }>(`select cardinality($1::text::${column.cast}[]) as count`, [
      operand,
    ]);
    if ((rows[0]?.count ?? 0) > MAX_IN_VALUES) throw new Error('too many values for `in` filter. Maximum 100');
  }
  // An operand of `in` is an array literal, and null stands in for its value.
  await answer(pool, [{ column, condition, value: operator === 'in' || operator === 'is' ? null : operand }]);
}
