import { valueText } from '../executions/change-values.ts';
import type { Change, FieldChange } from '../executions/changes.ts';
import { CHANGE_KINDS, ENTITIES, FIELDS } from '../labels/executions/changes.ts';
import { changeColumns as labels } from '../labels/executions/exports.ts';
import { type CsvTable, csvTable } from './csv.ts';

/** A line: a record with one of the fields that differ, or without any. */
interface Line extends Change {
  changed: FieldChange | null;
}

function linesOf(change: Change): Line[] {
  if (change.fields.length === 0) return [{ ...change, changed: null }];
  return change.fields.map((changed) => ({ ...change, changed }));
}

/** Prepares the export of what a run changed: one line for each field that differs, else one for the record. */
export function changeCsv(): CsvTable<Change> {
  const { header, lines } = csvTable<Line>([
    { header: labels.kind, cell: ({ kind }) => CHANGE_KINDS[kind].one },
    { header: labels.entity, cell: ({ entity }) => ENTITIES[entity] ?? entity },
    { header: labels.label, cell: ({ label }) => label },
    { header: labels.field, cell: ({ changed }) => (changed === null ? '' : (FIELDS[changed.field] ?? changed.field)) },
    {
      header: labels.before,
      cell: ({ changed }) => (changed === null ? '' : valueText(changed.field, changed.before)),
    },
    { header: labels.after, cell: ({ changed }) => (changed === null ? '' : valueText(changed.field, changed.after)) },
    { header: labels.reason, cell: ({ reason }) => reason ?? '' },
  ]);
  return { header, lines: (changes) => lines(changes.flatMap(linesOf)) };
}

/** "acessorias-mudancas-4f3a….csv": named after the execution. */
export function changeCsvName(slug: string, jobId: string): string {
  return `${slug}-mudancas-${jobId}.csv`;
}
