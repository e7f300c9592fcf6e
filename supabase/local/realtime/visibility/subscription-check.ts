import type { Pool } from 'pg';
import { readSelectable, readTable } from '../log/tables.ts';
import { messageOf } from '../types.ts';
import type { Binding } from './bindings.ts';
import { isConnectionError, PUBLICATION } from './catalogue.ts';
import { checkCondition } from './conditions.ts';

const UNABLE = 'Unable to subscribe to changes with given parameters';

/** The server's answer to a binding that Postgres refuses, as opposed to a database that cannot be asked. */
class Refusal extends Error {}

function paramsOf({ event, schema, table, conditions, select }: Binding): string {
  return `[event: ${event}, schema: ${schema}, table: ${table}, filters: ${JSON.stringify(conditions)}, select: ${JSON.stringify(select)}]`;
}

async function publishedTables(pool: Pool, { schema, table }: Binding): Promise<number[]> {
  const { rows } = await pool.query<{ oid: number }>(
    `select format('%I.%I', schemaname, tablename)::regclass::oid::int8::float8 as oid
    from pg_publication_tables
    where pubname = $1 and ($2 in ('*', schemaname::text)) and ($3 in ('*', tablename::text))`,
    [PUBLICATION, schema, table],
  );
  return rows.map(({ oid }) => oid);
}

/** Runs a step that fails because of what the client asked for, unless the connection itself broke. */
async function refusing<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw isConnectionError(error) || error instanceof Refusal
      ? error
      : new Refusal(messageOf(error), { cause: error });
  }
}

async function checkColumns(pool: Pool, oid: number, role: string, { conditions, select }: Binding): Promise<void> {
  const table = await readTable(pool, oid);
  if (table === undefined) return;
  const selectable = await readSelectable(pool, table, role);
  for (const condition of conditions) {
    const column = table.columns.get(condition.column);
    if (column === undefined || !selectable.has(column.name)) {
      throw new Refusal(`invalid column for filter ${condition.column}`);
    }
    await checkCondition(pool, column, condition);
  }
  const unknown = select?.find((name) => !selectable.has(name));
  if (unknown !== undefined) throw new Refusal(`invalid column for select ${unknown}`);
}

async function checkBinding(pool: Pool, role: string, binding: Binding): Promise<void> {
  if (binding.problem !== null) throw new Refusal(binding.problem);
  const oids = await publishedTables(pool, binding);
  if (oids.length === 0) {
    throw new Refusal(
      `${UNABLE}. Please check Realtime is enabled for the given connect parameters: ${paramsOf(binding)}`,
    );
  }
  try {
    for (const oid of oids) await refusing(checkColumns(pool, oid, role, binding));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const hint = `An exception happened so please check your connect parameters: ${paramsOf(binding)}`;
    throw new Refusal(`${UNABLE}. ${hint}. Exception: ${error.message}`);
  }
}

/**
 * Checks a channel's bindings for a role: published tables, existing and readable columns, conditions that Postgres can
 * evaluate. Gives null or the reason for the client; as on the platform one bad binding refuses all of the channel's.
 * Rejects when the database cannot be asked.
 */
export async function refusalOf(pool: Pool, role: string, bindings: readonly Binding[]): Promise<string | null> {
  try {
    await refusing(pool.query('select $1::text::regrole', [`"${role.replaceAll('"', '""')}"`]));
    for (const binding of bindings) await checkBinding(pool, role, binding);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
