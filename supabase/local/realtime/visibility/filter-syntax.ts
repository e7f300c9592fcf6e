const OPERATORS = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'like',
  'ilike',
  'is',
  'match',
  'imatch',
  'isdistinct',
] as const;
type FilterOperator = (typeof OPERATORS)[number];

/** One condition of a filter: `column operator operand`, negated or not. For `in` the operand is an array literal. */
export interface Condition {
  column: string;
  operator: FilterOperator;
  operand: string;
  negate: boolean;
}

/** A filter that cannot be read; its message goes to the client. */
export class FilterSyntaxError extends Error {}

/** Splits at the commas that are neither inside parentheses nor inside a quoted value. */
function splitTopLevel(text: string): string[] {
  const segments: string[] = [];
  let [current, depth, isQuoted] = ['', 0, false];
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (isQuoted && char === '\\') {
      current += char + text.charAt(i + 1);
      i += 1;
      continue;
    }
    // A quote opens only where a value may begin: an apostrophe-like quote inside a word is part of the word.
    if (char === '"' && (isQuoted || '.(,'.includes(text.charAt(i - 1)))) isQuoted = !isQuoted;
    else if (!isQuoted && char === '(') depth += 1;
    else if (!isQuoted && char === ')') depth = Math.max(0, depth - 1);
    if (char === ',' && !isQuoted && depth === 0) {
      segments.push(current);
      current = '';
    } else current += char;
  }
  return [...segments, current];
}

function unquote(value: string): string {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\([\s\S])/g, '$1');
}

function readOperand(operator: FilterOperator, value: string): string {
  if (operator !== 'in') return unquote(value);
  if (!/^\([\s\S]*\)$/.test(value)) throw new FilterSyntaxError('`in` filter value must be wrapped by parentheses');
  return `{${value.slice(1, -1)}}`;
}

function isOperator(name: string): name is FilterOperator {
  return (OPERATORS as readonly string[]).includes(name);
}

function readCondition(segment: string): Condition {
  const text = segment.trim();
  if (text === '') throw new FilterSyntaxError('filter must not contain empty segments (check for extra commas)');
  const [, column, not, name, value] = /^([^=]*)=(not\.)?([^.]*)\.([\s\S]*)$/.exec(text) ?? [];
  if (column === undefined || name === undefined || value === undefined)
    throw new FilterSyntaxError(JSON.stringify([text]));
  if (!isOperator(name)) throw new FilterSyntaxError(JSON.stringify([name, value]));
  return { column, operator: name, operand: readOperand(name, value), negate: not !== undefined };
}

/**
 * Reads a filter such as `tenant_id=eq.1,status=not.in.(a,b)`: all conditions must hold. Empty text is no condition.
 * Throws FilterSyntaxError.
 */
export function parseFilter(filter: string): Condition[] {
  return filter.trim() === '' ? [] : splitTopLevel(filter.trim()).map(readCondition);
}
