import type { LogLine } from '../executions/log/log-lines.ts';
import { runLogColumns as labels } from '../labels/executions/run-log.ts';
import { spreadsheetTime, zoneName } from '../time/tenant-time.ts';
import { toMillis } from '../time/timestamps.ts';
import { CSV_BOM, csvTable } from './csv.ts';

const numberOf = (value: number | null | undefined) => (value == null ? '' : String(value));

/** The lines of a log as a file for spreadsheets. `timeZone`: IANA name of the tenant's zone. */
export function runLogCsv(lines: readonly LogLine[], timeZone: string): string[] {
  const inZone = spreadsheetTime(timeZone);
  const table = csvTable<LogLine>([
    { header: labels.at(zoneName(timeZone)), cell: ({ at }) => inZone(at) },
    { header: labels.iso, cell: ({ at }) => new Date(toMillis(at)).toISOString() },
    { header: labels.event, cell: ({ text }) => text },
    { header: labels.detail, cell: ({ detail }) => detail ?? '' },
    { header: labels.page, cell: ({ entry }) => numberOf(entry?.page) },
    { header: labels.pages, cell: ({ entry }) => numberOf(entry?.pages) },
    { header: labels.records, cell: ({ entry }) => numberOf(entry?.records) },
    { header: labels.changed, cell: ({ entry }) => numberOf(entry?.changed) },
    { header: labels.problems, cell: ({ entry }) => numberOf(entry?.problems) },
    { header: labels.calls, cell: ({ entry }) => numberOf(entry?.calls) },
    { header: labels.readMs, cell: ({ entry }) => numberOf(entry?.read_ms) },
    { header: labels.status, cell: ({ entry }) => numberOf(entry?.http_status) },
    { header: labels.worker, cell: ({ entry }) => entry?.worker ?? '' },
  ]);
  return [CSV_BOM, table.header, table.lines(lines)];
}

/** The same for reading: a line each, with its time. */
export function runLogText(lines: readonly LogLine[], timeZone: string): string {
  const inZone = spreadsheetTime(timeZone);
  const written = lines.map(
    ({ at, text, detail }) => `${inZone(at)}  ${text}${detail === null ? '' : ` (${detail.replaceAll(/\s+/g, ' ')})`}`,
  );
  return `${[labels.at(zoneName(timeZone)), ...written].join('\n')}\n`;
}

/** "acessorias-registro-4f3a…": named after the execution, without an extension. */
export function runLogFileName(slug: string, jobId: string): string {
  return `${slug}-registro-${jobId}`;
}
