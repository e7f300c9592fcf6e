import type { SandboxSettings } from '../types.ts';
import type { Query } from './query.ts';

export type Row = Record<string, unknown>;

/** How faults bend a list before it is read. */
export interface View {
  /** Page to read instead of the one asked for. */
  page?: number;
  /** Rows by which the list has moved down. */
  shift: number;
  /** Rows that have vanished from its head. */
  lost: number;
  /** What is announced instead of the truth. */
  total?: number | undefined;
  pages?: number | undefined;
  empty: boolean;
  /** Shape switches: bare_array, paged, page_count, data_key, phone_key. */
  shapes: ReadonlySet<string>;
}

export interface ProviderRequest {
  /** Path below the provider's base, e.g. /companies/ListAll. */
  path: string;
  query: Query;
  settings: SandboxSettings;
  /** When the settings were made (ms since the epoch): changed rows carry it as their last change. */
  configuredAt: number;
  now: number;
  view: View;
  /** Number of the request among those of its token; varies what the real provider varies. */
  ordinal: number;
}

/** A list that faults may still damage, or a finished answer. */
export type ProviderAnswer =
  | { kind: 'list'; rows: Row[]; wrap: (rows: Row[]) => unknown }
  | { kind: 'reply'; status: number; body: unknown };

/** The names of the fields that faults damage. */
export interface DamagedFields {
  id: string;
  text: string;
  document: string;
}

export type Limit =
  | { kind: 'window'; requests: number; windowMs: number }
  | { kind: 'bucket'; perSecond: number; burst: number }
  | { kind: 'none' };

export interface Provider {
  /** Scheme of the Authorization header. */
  scheme: 'Bearer' | 'ApiKey';
  limit: Limit;
  /** Headers of every answer. */
  headers: Record<string, string>;
  fields: DamagedFields;
  /** An error body in the provider's style; a string is plain text. */
  errorBody(message: string, ordinal: number): unknown;
  /** Name of the endpoint for statistics: identifiers in the path are replaced, unknown paths are one name. */
  routeOf(path: string): string;
  pageOf(query: Query): number;
  answer(request: ProviderRequest): ProviderAnswer;
}

/** Positions [start, end) of a page in its list, after the faults of the view. */
export function windowOf(view: View, page: number, size: number): { start: number; end: number } {
  const start = ((view.page ?? page) - 1) * size - view.shift + view.lost;
  return { start: Math.max(0, start), end: start + size };
}
