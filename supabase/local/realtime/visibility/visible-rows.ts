import type { Pool } from 'pg';
import { quoteIdentifier, type Table } from '../log/tables.ts';
import type { Claims } from '../types.ts';

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
  pool: Pool,
  table: Table,
  claims: Claims,
  rows: readonly RowKey[],
): Promise<Set<number>> {
  const records = rows.map((row, i) => ({
    i,
    ...Object.fromEntries(row.map((value, position) => [`k${position}`, value])),
  }));
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
      claims.role ?? 'anon',
      JSON.stringify(claims),
    ]);
    const visible = await client.query<{ i: number }>(statementFor(table), [JSON.stringify(records)]);
    await client.query('commit');
    client.release();
    return new Set(visible.rows.map(({ i }) => i));
  } catch (error) {
    // Closes the connection: nobody else may meet this transaction, or its role.
    client.release(true);
    throw error;
  }
}
