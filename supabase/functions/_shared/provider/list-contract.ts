import { z } from 'zod';
import type { AnswerText } from '../calls/answer-text.ts';
import type { ProviderAccess } from '../calls/provider-http.ts';
import type { JobError } from '../errors.ts';
import type { RecordGroup } from './map-records.ts';
import { MAX_PAGES_TEXT } from './page-memory.ts';

/** What goes into `live-list.ts` and comes out of it. */

const lookSchema = z.strictObject({ hash: z.string(), last: z.number().int().min(0), pages: z.string() });

export const listCursorSchema = z.strictObject({
  /** Number of the look, from 1. */
  look: z.number().int().min(1),
  /** Next page, 1-based. */
  page: z.number().int().min(1),
  /** Different records that this look has read. */
  count: z.number().int().min(0),
  /** Records of this look whose id had come in it before. */
  doubles: z.number().int().min(0),
  /** Most records on one page so far, and those on the last page of this look. */
  size: z.number().int().min(0),
  lastSize: z.number().int().min(0),
  /** What the provider announced in this look: records (newest and most), and pages. */
  total: z.number().int().min(0).nullable(),
  most: z.number().int().min(0),
  lastPage: z.number().int().min(0).nullable(),
  /** What this look has seen: all of it, and page by page. */
  hash: z.string(),
  pages: z.string().max(MAX_PAGES_TEXT),
  /** The look before this one. */
  before: lookSchema.nullable(),
  /** What the look had seen when the page behind it was empty after all pauses: it counts as long as a look sees just that. */
  confirmedEnd: z.string().nullable(),
  /** How often the next page was empty in a row while more may be there, and whether the page behind it had records. */
  empties: z.number().int().min(0),
  isHole: z.boolean(),
  /** How often the whole list was proven: twice for one that is much shorter than it was. */
  proofs: z.number().int().min(0).max(1),
});
export type ListCursor = z.infer<typeof listCursorSchema>;

export const EMPTY_LOOK = {
  page: 1,
  count: 0,
  doubles: 0,
  lastSize: 0,
  total: null,
  most: 0,
  lastPage: null,
  empties: 0,
  isHole: false,
  hash: '',
  pages: '',
};
export const LIST_BEGIN: ListCursor = { look: 1, ...EMPTY_LOOK, size: 0, before: null, confirmedEnd: null, proofs: 0 };

/** What one request answered. */
export interface ListAnswer {
  records: unknown[];
  /** Announced records and pages; null = not announced. */
  total: number | null;
  lastPage: number | null;
  /** Why there are none, when the provider says that there is no such page. */
  notFound?: JobError;
}
/** Stands for an answer whose text is the known one: what was made of that holds. */
export const SAME_ANSWER: ListAnswer = { records: [], total: null, lastPage: null };

/** An answer and what tells it apart. */
export interface PageAnswer extends ListAnswer {
  /** How many records the page has; `records` is empty where they are known from the look before. */
  size: number;
  /** What tells each record apart in its run, see `nameOf`. */
  names: readonly string[];
  /** What a page with these records in this order looks like. */
  mark: string;
  /** What tells its text apart; null = unknown. */
  text: string | null;
  /** The look before saw this very text at this place. */
  isSame: boolean;
}

/** A list of a provider. */
export interface LiveList {
  access: ProviderAccess;
  /** Records of a full page as asked for. */
  pageSize: number;
  /** The provider is known to fill its pages to `pageSize`. */
  isSizeCertain: boolean;
  /** Requests at a time; twice as many in a further look, where the end is known. */
  concurrency: 1 | 2;
  /** Records of the last complete read of this list; null = none, or this is no complete read. */
  lastFullCount: number | null;
  /** A read below this share of the last complete one has to be proven twice. */
  shortReadShare: number;
  /** One object per slice: what is remembered beside the cursor hangs on it. */
  slice: object;
  /** SAME_ANSWER where the text is the known one. */
  ask(page: number, text: AnswerText): Promise<ListAnswer>;
  keyOf(record: unknown): string | null;
}

/** What one round of requests brought. */
export interface ListPart {
  /** Records that this run has not read before, and with them those whose id has another record already. */
  fresh: RecordGroup[];
  /** How many those are together. */
  read: number;
  /** Ids of the records of the round, without pages that the look before saw in the same way. */
  keys: string[];
  /** Where to go on; null = the list is read and proven. */
  next: ListCursor | null;
  /** How many records there are, as far as it is known. */
  total: number | null;
  /** Ends the attempt once the rest is stored. */
  failure: JobError | null;
  /** What was done, for people; `what` is "empresas" or the like. */
  stepOf(what: string): string;
}

/** A page, for people. */
export const placeOf = (page: number) => `página ${page}`;
