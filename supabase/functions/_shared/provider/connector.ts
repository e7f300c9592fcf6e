import type { ZodType } from 'zod';
import type { ProviderAccess } from '../calls/provider-http.ts';
import type { JobError } from '../errors.ts';
import type { StoredPage } from '../queue/queue.ts';

/** One page of a provider, mapped to what we store. */
export interface Page<Cursor> extends Omit<StoredPage, 'cursor' | 'calls'> {
  /** How many records were read, those skipped or with problems included. */
  read: number;
  /** Where to go on; null after the last page. */
  next: Cursor | null;
  /** How many records this run will read in all, once the provider tells; null = unknown. */
  total: number | null;
  /** What was just done, for people. */
  step: string;
  /** Ends the attempt once the rest of the page is stored; omitted = go on. */
  failure?: JobError | null;
}

/** What a connector may know besides its cursor. */
export interface ConnectorContext {
  access: ProviderAccess;
  config: Record<string, unknown>;
  /** Since when changes may be missing, ISO; null when everything has to be read. Lets a provider be read incrementally. */
  lastSuccessStartedAt: string | null;
  /** Records of the last complete read of everything; null or omitted = there was none. */
  lastFullCount?: number | null;
  /** A read of everything below this share of the last one has to be proven twice; omitted = half. */
  shortReadShare?: number;
  now: Date;
}

/**
 * A provider in one object. A fourth provider is one of these in a folder `sync-<name>`, one catalogue row and one
 * upsert function; the queue, the worker, test-integration and the SPA do not change.
 */
export interface Connector<Cursor> {
  /** Slug of `integration_providers`. */
  slug: string;
  /** Name for people. */
  name: string;
  /** Least time from the start of one call to the next, in ms; 0 where the provider does not mind. */
  callIntervalMs: number;
  /** What to do when a valid credential is denied access: a sentence in Portuguese. */
  permissionAdvice: string;
  cursorSchema: ZodType<Cursor>;
  firstCursor(context: ConnectorContext): Cursor;
  /** Value of the Authorization header. */
  authorization(credential: string): string;
  /** Reads the page at `cursor`. Throws JobError for everything that should end the attempt. */
  readPage(cursor: Cursor, context: ConnectorContext): Promise<Page<Cursor>>;
  /** One cheap call that proves that address, credential and permission are right. Throws JobError as `readPage` does. */
  probe(context: ConnectorContext): Promise<void>;
}
