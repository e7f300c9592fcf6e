type Row = Record<string, unknown>;
export type Tables = Record<string, Row[]>;

/** Foreign keys that the app embeds: alias -> column, table, key. */
const EMBEDS: Record<string, { column: string; table: string; key: string }> = {
  tenant: { column: 'tenant_id', table: 'tenants', key: 'id' },
  provider: { column: 'provider_slug', table: 'integration_providers', key: 'slug' },
};

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}

/** Splits on commas outside of parentheses and quotes. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let part = '';
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    if (!isQuoted && char === '(') depth += 1;
    if (!isQuoted && char === ')') depth -= 1;
    if (char === ',' && depth === 0 && !isQuoted) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}

/** Numbers as numbers, everything else as text. */
function isBelow(a: unknown, b: unknown): boolean {
  const [left, right] = [Number(a), Number(b)];
  return Number.isNaN(left) || Number.isNaN(right) ? String(a) < String(b) : left < right;
}

function matches(row: Row, column: string, condition: string): boolean {
  if (condition.startsWith('not.')) return !matches(row, column, condition.slice('not.'.length));
  const [, operator = '', raw = ''] = /^(\w+)\.(.*)$/s.exec(condition) ?? [];
  const actual = String(row[column]);
  const value = unquote(raw);
  switch (operator) {
    case 'eq':
    // Only `is.null` is asked for: a missing column is null, too.
    case 'is':
      return actual === value || (operator === 'is' && row[column] === undefined);
    case 'in':
      return splitList(raw.slice(1, -1)).map(unquote).includes(actual);
    case 'gte':
      return actual >= value;
    case 'gt':
      return row[column] !== null && isBelow(value, row[column]);
    case 'lt':
      return isBelow(actual, value);
    default:
      throw new Error(`Cannot filter: the fake knows no operator "${operator}"`);
  }
}

/** `a.lt.x` or `and(a.eq.x,b.lt.y)`, as inside `or=(…)`. */
function matchesTerm(row: Row, term: string): boolean {
  const group = /^and\((.*)\)$/s.exec(term);
  if (group !== null) return splitList(group[1] ?? '').every((inner) => matchesTerm(row, inner));
  const [, column = '', condition = ''] = /^(\w+)\.(.*)$/s.exec(term) ?? [];
  return matches(row, column, condition);
}

const CONTROL = new Set(['select', 'order', 'limit', 'offset', 'columns']);

/** Rows that the query of a PostgREST address selects, in its order and number. */
export function select(tables: Tables, table: string, params: URLSearchParams): Row[] {
  let rows = [...(tables[table] ?? [])];
  for (const [name, value] of params) {
    if (CONTROL.has(name)) continue;
    const terms = name === 'or' ? splitList(value.slice(1, -1)) : null;
    rows = rows.filter((row) =>
      terms === null ? matches(row, name, value) : terms.some((term) => matchesTerm(row, term)),
    );
  }
  const order = (params.get('order') ?? '').split(',').filter(Boolean);
  rows.sort((a, b) => {
    for (const entry of order) {
      const [column = '', direction] = entry.split('.');
      const [left, right] = [a[column], b[column]];
      if (left !== right) return (isBelow(left, right) ? -1 : 1) * (direction === 'desc' ? -1 : 1);
    }
    return 0;
  });
  const limit = params.get('limit');
  const offset = Number(params.get('offset') ?? 0);
  return rows.slice(offset, limit === null ? undefined : offset + Number(limit));
}

/** Adds the embedded rows that `select=` asks for. */
export function embed(tables: Tables, rows: readonly Row[], selection: string): Row[] {
  const aliases = Object.keys(EMBEDS).filter((alias) => selection.includes(`${alias}:`));
  return rows.map((row) => {
    const whole = { ...row };
    for (const alias of aliases) {
      const link = EMBEDS[alias];
      if (link === undefined) continue;
      whole[alias] = tables[link.table]?.find((other) => other[link.key] === row[link.column]) ?? null;
    }
    return whole;
  });
}
