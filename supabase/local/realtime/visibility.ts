import type { Sql } from 'postgres';
import { quoteIdentifier, type Table } from './tables.ts';
import type { Claims } from './types.ts';

/** A row by its primary key: the values' texts, in the order of the key. */
export type RowKey = (string | null)[];

function statementFor(table: Table): string {
  const keys = table.primaryKey.map((name, position) => {
    const cast = table.columns.get(name)?.cast ?? 'text';
    return { parameter: `k${position}`, condition: `r.${quoteIdentifier(name)} = k.k${position}::${cast}` };
  });
  return `
    select k.i
    from jsonb_to_recordset($1::text::jsonb) as k(i int, ${keys.map(({ parameter }) => `${parameter} text`).join(', ')})
    where exists (select from ${table.qualifiedName} as r where ${keys.map(({ condition }) => condition).join(' and ')})`;
}

/**
 * Which of these rows the holder of the claims can see now, by the table's policies: the indexes of the visible ones.
 * One statement for all rows, run as the claims' role. Rejects when a policy fails.
 */
export async function visibleRows(
  sql: Sql,
  table: Table,
  claims: Claims,
  rows: readonly RowKey[],
): Promise<Set<number>> {
  const records = rows.map((row, i) => ({
    i,
    ...Object.fromEntries(row.map((value, position) => [`k${position}`, value])),
  }));
  const [, visible] = await sql.begin((tx) =>
    // Not awaited one by one: both travel in one packet. If the first fails, Postgres refuses the second.
    Promise.all([
      tx.unsafe(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
        claims.role ?? 'anon',
        JSON.stringify(claims),
      ]),
      tx.unsafe<{ i: number }[]>(statementFor(table), [JSON.stringify(records)], { prepare: true }),
    ]),
  );
  return new Set(visible.map(({ i }) => i));
}
