import type { AttemptSummary } from '../executions/attempts.ts';
import { filterFileName } from '../executions/filter-texts.ts';
import type { ExecutionFilters } from '../executions/filters.ts';
import type { Job } from '../jobs/job.ts';
import { parseResult } from '../jobs/job-result.ts';
import { isJobStatus } from '../jobs/job-status.ts';
import { PHASE_VIEWS } from '../jobs/job-view.ts';
import { executionPanel } from '../labels/executions/executions.ts';
import { executionColumns as labels } from '../labels/executions/exports.ts';
import { COUNTERS } from '../labels/executions/results.ts';
import { spreadsheetTime, zoneName } from '../time/tenant-time.ts';
import { toMillis } from '../time/timestamps.ts';
import { type CsvColumn, type CsvTable, csvTable } from './csv.ts';

interface ExecutionCsvInput {
  /** Names of providers and tenants, by slug and by id. */
  integrationOf: (slug: string) => string;
  groupOf: (tenantId: string) => string;
  /** IANA name of the zone by which times are written. */
  timeZone: string;
  /** E-mails by user id; who is not in it has left the tenant. */
  people: ReadonlyMap<string, string>;
  /** What the rows were filtered by, in words. */
  filter: string;
}

/** A row of the file: an execution with its ended attempts. */
export type ExportedExecution = Job & { history: AttemptSummary[] };
type Column = CsvColumn<ExportedExecution>;

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

function attemptsText(history: readonly AttemptSummary[], timeZone: string): string {
  const timeOf = spreadsheetTime(timeZone);
  return history
    .map(({ attempt, status, code, endedAt }) => {
      const outcome = PHASE_VIEWS[isJobStatus(status) ? status : 'error'].label;
      return labels.attempt(attempt, code === null ? outcome : `${outcome} (${code})`, timeOf(endedAt));
    })
    .join(' | ');
}

function columns({ integrationOf, groupOf, timeZone, people, filter }: ExecutionCsvInput): Column[] {
  // The id stays traceable when the name is gone.
  const nameOf = (id: string) => people.get(id) ?? `${executionPanel.removed} (${id})`;
  return [
    { header: labels.id, cell: (job) => job.id },
    { header: labels.group, cell: (job) => groupOf(job.tenant_id) },
    { header: labels.integration, cell: (job) => integrationOf(job.provider_slug) },
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
    { header: labels.history, cell: ({ history }) => attemptsText(history, timeZone) },
    ...counterColumns(),
    { header: labels.errorCode, cell: (job) => job.error_code ?? '' },
    { header: labels.errorMessage, cell: (job) => job.error_message ?? '' },
    { header: labels.canceledBy, cell: (job) => (job.canceled_by === null ? '' : nameOf(job.canceled_by)) },
    { header: labels.filter, cell: () => filter },
  ];
}

/** Prepares the export of executions. */
export function executionCsv(input: ExecutionCsvInput): CsvTable<ExportedExecution> {
  return csvTable(columns(input));
}

interface ExecutionFileInput {
  /** Slug of the tenant, or a word for several. */
  group: string;
  /** Slug of the provider, or a word for all. */
  integration: string;
  filters: ExecutionFilters;
  /** Day of the export, YYYY-MM-DD by the tenant's calendar. */
  day: string;
}

/** "aurora-acessorias-execucoes-falha-7d-2026-11-23.csv". */
export function executionCsvName({ group, integration, filters, day }: ExecutionFileInput): string {
  return `${[group, integration, 'execucoes', filterFileName(filters), day].filter(Boolean).join('-')}.csv`;
}
