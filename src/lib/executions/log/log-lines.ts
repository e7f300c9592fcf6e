import type { Job } from '../../jobs/job.ts';
import { isFinal } from '../../jobs/job-status.ts';
import { type LineText, runLogLines as labels } from '../../labels/executions/run-log.ts';
import { withoutAccents } from '../../text/fold.ts';
import { compareTimestamps } from '../../time/timestamps.ts';
import type { AttemptLog } from '../logs.ts';
import type { Claim, EntryKind, LineGroup, LogEntry, RunLog } from './entries.ts';

/** One line of the log, in words. */
export interface LogLine extends LineText {
  key: string;
  at: string;
  groups: readonly LineGroup[];
  /** The entry behind it, with its numbers; null when the line comes from elsewhere. */
  entry: LogEntry | null;
}

interface Story {
  job: Job;
  attempts: readonly AttemptLog[];
  log: RunLog;
  nameOf: (userId: string) => string;
  /** Writes a moment as people read it. */
  clock: (timestamp: string) => string;
}

const GROUPS: Record<EntryKind, readonly LineGroup[]> = {
  page: ['pages'],
  yielded: ['workers'],
  limited: ['waits'],
  retried: ['waits'],
  recovered: ['workers', 'errors'],
  omitted: ['pages'],
};

/** Every claim of the run, each once: those that entries ended, the one with which the run ended, the one under way. */
function claimsOf({ log, attempts }: Story): Claim[] {
  const ended = [...log.entries, ...attempts].flatMap(({ worker, claimed_at }): Claim[] =>
    worker === null || claimed_at === null ? [] : [{ worker, claimed_at }],
  );
  const all = log.claim === null ? ended : [...ended, log.claim];
  return all
    .filter(({ claimed_at }, index) => all.findIndex((other) => other.claimed_at === claimed_at) === index)
    .sort((a, b) => compareTimestamps(a.claimed_at, b.claimed_at));
}

/** Claims are made before anything else of that moment, ends come after it. */
type Ranked = LogLine & { rank: number };

function claimLines(story: Story): Ranked[] {
  return claimsOf(story).map(({ worker, claimed_at }, index) => ({
    key: `claim-${claimed_at}`,
    at: claimed_at,
    text: index === 0 ? labels.claimed(worker) : labels.resumed(worker),
    detail: null,
    groups: ['workers'],
    entry: null,
    rank: 1,
  }));
}

function entryLines({ log, clock }: Story): Ranked[] {
  return log.entries.map((entry) => ({
    key: `entry-${entry.entry}`,
    at: entry.created_at,
    ...labels.entry(entry, clock),
    groups: entry.problems > 0 ? [...GROUPS[entry.kind], 'errors'] : GROUPS[entry.kind],
    entry,
    rank: entry.kind === 'retried' || entry.kind === 'recovered' ? 4 : 2,
  }));
}

function attemptLines({ job, attempts, nameOf }: Story): Ranked[] {
  return attempts.map((attempt) => ({
    key: `attempt-${attempt.id}`,
    at: attempt.created_at,
    text: labels.ended(attempt, job.canceled_by === null ? null : nameOf(job.canceled_by)),
    detail: attempt.error_message,
    groups: attempt.status === 'error' ? ['errors'] : [],
    entry: null,
    rank: 3,
  }));
}

/** The log of a run, from its beginning: what is written of it page by page, with what the job, its attempts and its lease tell. */
export function logLines(story: Story): LogLine[] {
  const { job, nameOf } = story;
  const queued: Ranked = {
    key: 'queued',
    at: job.created_at,
    text: labels.queued(job.created_by === null ? null : nameOf(job.created_by)),
    detail: job.resumed_from === null ? null : labels.goesOn,
    groups: [],
    entry: null,
    rank: 0,
  };
  return [queued, ...claimLines(story), ...entryLines(story), ...attemptLines(story)].sort(
    (a, b) => compareTimestamps(a.at, b.at) || a.rank - b.rank,
  );
}

/** Does the line belong to the group, and has it the words? `search` without regard to case and accents. */
export function matchesLine(line: LogLine, group: LineGroup | null, search: string): boolean {
  if (group !== null && !line.groups.includes(group)) return false;
  return withoutAccents(`${line.text} ${line.detail ?? ''}`).includes(withoutAccents(search.trim()));
}

/** Were pages read of which no entry is left? Then the log is older than what is kept of it. */
export function isNoLongerKept(job: Job, log: RunLog): boolean {
  return isFinal(job.status) && job.processed_count > 0 && log.entries.length === 0;
}
