import type { Pool } from 'pg';
import type { ValueType } from './values.ts';

export interface Column extends ValueType {
  name: string;
  /** Name of the type as clients see it: int4, timestamptz, _text. */
  type: string;
  /** Qualified and quoted name of the type, for casts. */
  cast: string;
}

/** What the catalogue says about a table, and what a role may read of it. */
export interface Table {
  oid: number;
  schema: string;
  name: string;
  /** Quoted, for statements. */
  qualifiedName: string;
  isRlsEnabled: boolean;
  /** In the table's order. */
  columns: Map<string, Column>;
  primaryKey: string[];
}

interface TableRow extends Omit<Table, 'columns' | 'oid'> {
  columns: Column[];
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const TABLE_QUERY = `
  select
    n.nspname as "schema",
    c.relname as "name",
    format('%I.%I', n.nspname, c.relname) as "qualifiedName",
    c.relrowsecurity as "isRlsEnabled",
    (
      select json_agg(
        json_build_object(
          'name', a.attname,
          'type', t.typname,
          'cast', format('%I.%I', tn.nspname, t.typname),
          'base', b.typname,
          'element', e.typname
        )
        order by a.attnum
      )
      from pg_attribute as a
      join pg_type as t on t.oid = a.atttypid
      join pg_namespace as tn on tn.oid = t.typnamespace
      join pg_type as b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
      left join pg_type as e on e.typarray = b.oid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as "columns",
    coalesce(
      (
        select json_agg(a.attname order by a.attnum)
        from pg_index as i
        join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary
      ),
      '[]'
    ) as "primaryKey"
  from pg_class as c
  join pg_namespace as n on n.oid = c.relnamespace
  where c.oid = $1::oid`;

const SELECTABLE_QUERY = `
  select coalesce(json_agg(attname), '[]') as "names"
  from pg_attribute
  join pg_roles on rolname = $2::name
  where attrelid = $1::oid and attnum > 0 and not attisdropped
    and has_column_privilege(pg_roles.oid, attrelid, attnum, 'SELECT')`;

/** Reads a table of the catalogue; undefined when it no longer exists. */
export async function readTable(pool: Pool, oid: number): Promise<Table | undefined> {
  const { rows } = await pool.query<TableRow>(TABLE_QUERY, [oid]);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { ...row, oid, columns: new Map(row.columns.map((column) => [column.name, column])) };
}

/** The columns of a table that a role may select; none when the role does not exist. */
export async function readSelectable(pool: Pool, table: Table, role: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ names: string[] }>(SELECTABLE_QUERY, [table.oid, role]);
  return new Set(rows[0]?.names);
}
