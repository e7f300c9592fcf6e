import type { Pgoutput } from 'pg-logical-replication';
import type { ChangeEvent, Json } from '../types.ts';
import type { Table } from './tables.ts';
import { toJson } from './values.ts';

/** Values as Postgres writes them. A column is missing when the log does not carry it (large and unchanged). */
type Texts = Record<string, string | null | undefined>;

/** A committed change of one row. */
export interface Change {
  event: ChangeEvent;
  relation: Pgoutput.MessageRelation;
  /** The new row; empty for DELETE. */
  record: Texts;
  /** What the log tells of the old row: its identity, or all of it under replica identity full. */
  oldRecord: Texts;
  /** ISO 8601 with milliseconds. */
  committedAt: string;
}

/** Larger rows arrive without their large values. */
const MAX_RECORD_BYTES = 1024 * 1024;
const SMALL_VALUE_BYTES = 64;

function keyOf(relation: Pgoutput.MessageRelation, row: Texts): Texts {
  return Object.fromEntries(relation.keyColumns.map((name) => [name, row[name]]));
}

/** Reads a message of the log; undefined when it changes no row. */
export function readChange(message: Pgoutput.Message, committedAt: string): Change | undefined {
  switch (message.tag) {
    case 'insert':
      return { event: 'INSERT', relation: message.relation, record: message.new, oldRecord: {}, committedAt };
    case 'update': {
      const { relation, old, key } = message;
      return {
        event: 'UPDATE',
        relation,
        record: message.new,
        oldRecord: old ?? key ?? keyOf(relation, message.new),
        committedAt,
      };
    }
    case 'delete': {
      const { relation, old, key } = message;
      return { event: 'DELETE', relation, record: {}, oldRecord: old ?? key ?? {}, committedAt };
    }
    default:
      return undefined;
  }
}

function render(table: Table, row: Texts, isShown: (name: string) => boolean): Json {
  const shown: Json = {};
  for (const column of table.columns.values()) {
    const text = row[column.name];
    if (text !== undefined && isShown(column.name)) shown[column.name] = toJson(text, column);
  }
  return shown;
}

/** The `data` of an event for those who may select these columns and asked for those (null = all). */
export function payloadOf(change: Change, table: Table, selectable: Set<string>, select: string[] | null): Json {
  const { event, record, oldRecord, committedAt } = change;
  const bytes = Object.values({ ...oldRecord, ...record }).reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    0,
  );
  const isTooLarge = bytes > MAX_RECORD_BYTES;
  const isChosen = (name: string): boolean =>
    selectable.has(name) && (select === null || select.includes(name) || table.primaryKey.includes(name));
  const shownOf = (row: Texts) => (name: string) =>
    isChosen(name) && !(isTooLarge && Buffer.byteLength(row[name] ?? '') > SMALL_VALUE_BYTES);
  // The policies cannot be asked about a row that is gone: its key is all that anyone is told.
  const isOldShown = (name: string): boolean =>
    shownOf(oldRecord)(name) && (event !== 'DELETE' || !table.isRlsEnabled || table.primaryKey.includes(name));
  return {
    schema: table.schema,
    table: table.name,
    type: event,
    commit_timestamp: committedAt,
    columns: [...table.columns.values()].filter(({ name }) => isChosen(name)).map(({ name, type }) => ({ name, type })),
    ...(event === 'DELETE' ? {} : { record: render(table, record, shownOf(record)) }),
    ...(event === 'INSERT' ? {} : { old_record: render(table, oldRecord, isOldShown) }),
    errors: isTooLarge ? ['Error 413: Payload Too Large'] : null,
  };
}

/** The `data` of an event that must not show its row: only which table changed and how, and why nothing is shown. */
export function withheldPayload({ event, relation }: Change, error: string): Json {
  return {
    schema: relation.schema,
    table: relation.name,
    type: event,
    commit_timestamp: null,
    columns: [],
    ...(event === 'DELETE' ? {} : { record: {} }),
    ...(event === 'INSERT' ? {} : { old_record: {} }),
    errors: [error],
  };
}
