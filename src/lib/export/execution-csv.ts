import type { Job } from '../jobs/job.ts';
import { parseResult } from '../jobs/job-result.ts';
import { PHASE_VIEWS } from '../jobs/job-view.ts';
import { executionPanel } from '../labels/executions/executions.ts';
import { executionColumns as labels } from '../labels/executions/exports.ts';
import { COUNTERS } from '../labels/executions/results.ts';
import { spreadsheetTime, zonedDay, zoneName } from '../time/tenant-time.ts';
import { toMillis } from '../time/timestamps.ts';
import { type CsvColumn, type CsvTable, csvTable } from './csv.ts';

interface ExecutionCsvInput {
  integration: string;
  /** IANA name of the tenant's zone. */
  timeZone: string;
  /** E-mails by user id; who is not in it has left the tenant. */
  people: ReadonlyMap<string, string>;
}

type Column = CsvColumn<Job>;

/** A number as a Brazilian spreadsheet reads it, without points between the thousands. */
function decimal(value: number | null): string {
  return value === null ? '' : String(value).replace('.', ',');
}

function timeColumns(label: string, timeZone: string, timeOf: (job: Job) => string | null): Column[] {
  const inZone = spreadsheetTime(timeZone);
  const cell = (write: (timestamp: string) => string) => (job: Job) => {
    const timestamp = timeOf(job);
    return timestamp === null ? '' : write(timestamp);
  };
  return [
    { header: labels.inZone(label, zoneName(timeZone)), cell: cell(inZone) },
    { header: labels.iso(label), cell: cell((timestamp) => new Date(toMillis(timestamp)).toISOString()) },
  ];
}

function counterColumns(): Column[] {
  // "processed" is a column of the job itself.
  return COUNTERS.filter(({ key }) => key !== 'processed').map(({ key, label }) => ({
    header: label,
    cell: ({ result }) => decimal(parseResult(result).counters.get(key) ?? null),
  }));
}

function columns({ integration, timeZone, people }: ExecutionCsvInput): Column[] {
  // The id stays traceable when the name is gone.
  const nameOf = (id: string) => people.get(id) ?? `${executionPanel.removed} (${id})`;
  return [
    { header: labels.id, cell: (job) => job.id },
    { header: labels.integration, cell: () => integration },
    { header: labels.status, cell: (job) => PHASE_VIEWS[job.status].label },
    {
      header: labels.startedBy,
      cell: (job) => (job.created_by === null ? executionPanel.system : nameOf(job.created_by)),
    },
    ...timeColumns(labels.queuedAt, timeZone, (job) => job.created_at),
    ...timeColumns(labels.startedAt, timeZone, (job) => job.started_at),
    ...timeColumns(labels.finishedAt, timeZone, (job) => job.finished_at),
    {
      header: labels.seconds,
      cell: (job) => decimal(job.execution_time_ms === null ? null : job.execution_time_ms / 1000),
    },
    { header: labels.progress, cell: (job) => decimal(job.progress) },
    { header: labels.processed, cell: (job) => decimal(job.processed_count) },
    { header: labels.total, cell: (job) => decimal(job.total_count) },
    { header: labels.attempts, cell: (job) => decimal(job.attempts) },
    { header: labels.maxAttempts, cell: (job) => decimal(job.max_attempts) },
    ...counterColumns(),
    { header: labels.errorCode, cell: (job) => job.error_code ?? '' },
    { header: labels.errorMessage, cell: (job) => job.error_message ?? '' },
    { header: labels.canceledBy, cell: (job) => (job.canceled_by === null ? '' : nameOf(job.canceled_by)) },
  ];
}

/** Prepares the export of the executions of one integration. */
export function executionCsv(input: ExecutionCsvInput): CsvTable<Job> {
  return csvTable(columns(input));
}

/** "acessorias-execucoes-2026-11-23.csv", by the tenant's calendar. */
export function executionCsvName(slug: string, now: number, timeZone: string): string {
  return `${slug}-execucoes-${zonedDay(now, timeZone)}.csv`;
}
