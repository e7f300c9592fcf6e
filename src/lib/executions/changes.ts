import type { Database, Json } from '../data/database.types.ts';
import { isJsonObject } from '../data/json.ts';
import { CHANGE_KINDS } from '../labels/executions/changes.ts';
import type { CounterKey } from '../labels/executions/results.ts';

export type ChangeKind = keyof typeof CHANGE_KINDS;
export const KINDS = Object.keys(CHANGE_KINDS) as ChangeKind[];

/** The records behind a counter of a result. */
export const KIND_OF_COUNTER: Partial<Record<CounterKey, ChangeKind>> = {
  created: 'created',
  updated: 'updated',
  removed: 'gone',
  problems: 'problem',
  not_understood: 'problem',
};

/** Which changes of a run are asked for; null and '' = all. */
export interface ChangeFilter {
  kind: ChangeKind | null;
  search: string;
}

/** One field that differs, with its values as in the table. */
export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

/** What happened to one record. */
export interface Change {
  id: number;
  kind: ChangeKind;
  entity: string;
  label: string;
  fields: FieldChange[];
  /** Of a problem: why. */
  reason: string | null;
}

/** Narrows what stands in the address. */
export function changeKind(value: string | null): ChangeKind | null {
  return KINDS.find((kind) => kind === value) ?? null;
}

/** A row of integration_changes, as far as it is shown. */
type Row = Pick<
  Database['public']['Tables']['integration_changes']['Row'],
  'id' | 'kind' | 'entity' | 'label' | 'fields' | 'reason'
>;

function toField(value: Json | undefined): FieldChange[] {
  if (!isJsonObject(value) || typeof value.field !== 'string') return [];
  return [{ field: value.field, before: value.before ?? null, after: value.after ?? null }];
}

/** A kind of a later version is left out: what cannot be named cannot be shown. */
export function toChange({ kind, fields, ...row }: Row): Change[] {
  const known = changeKind(kind);
  return known === null ? [] : [{ ...row, kind: known, fields: Array.isArray(fields) ? fields.flatMap(toField) : [] }];
}
