import { executionPanel } from '../labels/executions/executions.ts';
import { executionColumns, historyColumns as labels } from '../labels/executions/exports.ts';
import { history } from '../labels/history.ts';
import { type AuditChange, actionText, auditChanges } from '../settings/audit-changes.ts';
import type { AuditEvent } from '../settings/audit-events.ts';
import { spreadsheetTime, zoneName } from '../time/tenant-time.ts';
import { toMillis } from '../time/timestamps.ts';
import { type CsvTable, csvTable } from './csv.ts';

interface HistoryCsvInput {
  /** Names of the tenant and of the provider. */
  group: string;
  integration: string;
  /** IANA name of the tenant's zone. */
  timeZone: string;
  /** E-mails by user id; who is not in it has left the tenant. */
  people: ReadonlyMap<string, string>;
}

/** A line: an event with one of the values that differ, or without any. */
interface Line extends AuditEvent {
  change: AuditChange | null;
}

function linesOf(event: AuditEvent): Line[] {
  const changes = auditChanges(event);
  return changes.length === 0 ? [{ ...event, change: null }] : changes.map((change) => ({ ...event, change }));
}

/** Prepares the export of the history of changes: one line for each value that differs, else one for the event. */
export function historyCsv({ group, integration, timeZone, people }: HistoryCsvInput): CsvTable<AuditEvent> {
  const inZone = spreadsheetTime(timeZone);
  const nameOf = (id: string) => people.get(id) ?? `${executionPanel.removed} (${id})`;
  const { header, lines } = csvTable<Line>([
    { header: executionColumns.group, cell: () => group },
    { header: executionColumns.integration, cell: () => integration },
    { header: executionColumns.inZone(labels.at, zoneName(timeZone)), cell: ({ created_at: at }) => inZone(at) },
    {
      header: executionColumns.iso(labels.at),
      cell: ({ created_at: at }) => new Date(toMillis(at)).toISOString(),
    },
    { header: labels.actor, cell: ({ actor_id: id }) => (id === null ? history.system : nameOf(id)) },
    { header: labels.action, cell: actionText },
    { header: labels.what, cell: ({ change }) => change?.label ?? '' },
    { header: labels.from, cell: ({ change }) => change?.from ?? '' },
    { header: labels.to, cell: ({ change }) => change?.to ?? '' },
  ]);
  return { header, lines: (events) => lines(events.flatMap(linesOf)) };
}

/** "aurora-acessorias-alteracoes-2026-11-23.csv". */
export function historyCsvName(group: string, slug: string, day: string): string {
  return `${group}-${slug}-alteracoes-${day}.csv`;
}
