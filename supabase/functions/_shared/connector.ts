import type { ZodType } from 'zod';
import type { ProviderAccess } from './provider-http.ts';
import type { Problem } from './queue.ts';

/** One page of a provider, mapped to what we store. */
export interface Page<Cursor> {
  /** Arguments of the connector's store function, e.g. `{p_companies: […]}`. */
  rows: Record<string, unknown>;
  /** How many records were read, those with problems included. */
  read: number;
  problems: Problem[];
  /** Where to go on; null after the last page. */
  next: Cursor | null;
  /** How many records there are in all, when the provider says so. */
  total: number | null;
  /** What was just done, for people. */
  step: string;
}

/** What a connector may know besides its cursor. */
export interface ConnectorContext {
  access: ProviderAccess;
  config: Record<string, unknown>;
  /** Start of the last complete run, ISO; null before the first. Lets a provider be read incrementally. */
  lastSuccessStartedAt: string | null;
  now: Date;
}

/**
 * A provider in one object. A fourth provider is one of these in a folder `sync-<name>`, one catalogue row and one
 * store function; the queue, the worker and the SPA do not change.
 */
export interface Connector<Cursor> {
  /** Slug of `integration_providers`. */
  slug: string;
  /** Name for people. */
  name: string;
  /** SQL function that writes one page with its checkpoint. */
  storeRpc: string;
  cursorSchema: ZodType<Cursor>;
  firstCursor(context: ConnectorContext): Cursor;
  /** Value of the Authorization header. */
  authorization(credential: string): string;
  /** Reads the page at `cursor`. Throws JobError for everything that should end the attempt. */
  readPage(cursor: Cursor, context: ConnectorContext): Promise<Page<Cursor>>;
}
