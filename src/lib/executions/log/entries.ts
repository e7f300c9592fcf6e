import type { Database, Json } from '../../data/database.types.ts';
import { isRecord } from '../../data/json.ts';

type Row = Database['public']['Tables']['integration_run_log']['Row'];

/** What an entry of the log can be, as in the check constraint `kind_is_valid`. */
export const ENTRY_KINDS = ['page', 'yielded', 'limited', 'retried', 'recovered', 'omitted'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What a line is about; what people filter by. */
export const LINE_GROUPS = ['pages', 'waits', 'workers', 'errors'] as const;
export type LineGroup = (typeof LINE_GROUPS)[number];

/** A row of integration_run_log, see the comments of its columns. */
export type LogEntry = Omit<Row, 'job_id' | 'tenant_id' | 'kind'> & { kind: EntryKind };

/** Who held the job, and since when. */
export interface Claim {
  worker: string;
  claimed_at: string;
}

/** The log of a run as far as it is written; `claim`: who works on it now. */
export interface RunLog {
  claim: Claim | null;
  entries: readonly LogEntry[];
}

function toEntry(row: unknown): LogEntry[] {
  if (!isRecord(row) || typeof row.entry !== 'number' || typeof row.created_at !== 'string') return [];
  const kind = ENTRY_KINDS.find((known) => known === row.kind);
  // A kind that this page does not know yet is left out; all else comes as the database has it.
  return kind === undefined ? [] : [{ ...(row as unknown as LogEntry), kind }];
}

function toClaim(value: unknown): Claim | null {
  if (!isRecord(value) || typeof value.worker !== 'string' || typeof value.claimed_at !== 'string') return null;
  return { worker: value.worker, claimed_at: value.claimed_at };
}

/** Reads an answer of read_integration_run_log; throws a TypeError when it is not of that shape. `count`: the rows that came. */
export function parseRunLog(answer: Json): RunLog & { count: number } {
  if (!isRecord(answer) || !Array.isArray(answer.entries)) {
    throw new TypeError('Cannot read read_integration_run_log: the answer has no list "entries"');
  }
  return { claim: toClaim(answer.claim), entries: answer.entries.flatMap(toEntry), count: answer.entries.length };
}

/** What is known with what came after: the newest entry may have grown, and is replaced. */
export function mergeEntries(known: readonly LogEntry[], more: readonly LogEntry[]): readonly LogEntry[] {
  const [first] = more;
  return first === undefined ? known : [...known.filter(({ entry }) => entry < first.entry), ...more];
}
