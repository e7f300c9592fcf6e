import type { Database, Json } from '../data/database.types.ts';
import { isJobStatus, type JobStatus } from './job-status.ts';

type JobRow = Database['public']['Tables']['integration_jobs']['Row'];

/** A row of integration_jobs as the browser uses it: a known status, without the payload. */
export type Job = Omit<JobRow, 'status' | 'payload'> & { status: JobStatus };

/** Takes a value from a row of REST or Realtime; undefined = the row is no job. */
type Reader<T> = (value: unknown) => T | undefined;

const text: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
const textOrNull: Reader<string | null> = (value) => text(value) ?? null;
const countOrNull: Reader<number | null> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const countOr =
  (otherwise: number): Reader<number> =>
  (value) =>
    countOrNull(value) ?? otherwise;

/** Every column of Job, and how it is read: the one list of columns. A column of the table that is missing here does not compile. */
const READERS: { [Column in keyof Job]: Reader<Job[Column]> } = {
  id: text,
  tenant_id: text,
  provider_slug: text,
  status: (value) => (isJobStatus(value) ? value : undefined),
  progress: countOr(0),
  attempts: countOr(0),
  max_attempts: countOr(1),
  started_at: textOrNull,
  finished_at: textOrNull,
  execution_time_ms: countOrNull,
  error_message: textOrNull,
  error_code: textOrNull,
  result: (value) => (value ?? null) as Json | null,
  created_by: textOrNull,
  created_at: text,
  run_after: text,
  updated_at: text,
  processed_count: countOr(0),
  total_count: countOrNull,
  step: textOrNull,
  canceled_by: textOrNull,
  resumed_from: textOrNull,
  read_began_at: textOrNull,
};

/** What to select; everything of Job and nothing else. */
export const JOB_COLUMNS = Object.keys(READERS).join(', ');

/**
 * A job from a row of REST or of Realtime, or null when it is none (unknown status, an essential column missing):
 * the caller reports and skips it, one bad event must not break the page.
 */
export function toJob(row: unknown): Job | null {
  if (typeof row !== 'object' || row === null) return null;
  const columns = Object.entries(READERS).map(([column, read]) => [column, read(Reflect.get(row, column))] as const);
  // READERS has each column of Job with a reader of its type: what they read is a Job.
  return columns.some(([, value]) => value === undefined) ? null : (Object.fromEntries(columns) as Job);
}

/** Jobs from rows. A row that is none is reported and skipped, so that one bad row does not empty the page. */
export function parseJobs(rows: readonly unknown[]): Job[] {
  return rows.flatMap((row) => {
    const job = toJob(row);
    if (job === null) console.warn('Cannot read a row of integration_jobs: unknown status or missing columns', row);
    return job ?? [];
  });
}
