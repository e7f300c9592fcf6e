import type { Json } from '../data/database.types.ts';
import { values as labels } from '../labels/executions/changes.ts';
import { formatDocument } from '../text/documents.ts';
import { formatMoney, formatShare } from '../text/format.ts';

/** Fields whose numbers mean something else than a number. */
const NUMBERS: Readonly<Record<string, (value: number) => string>> = {
  amount: formatMoney,
  monthly_fee: formatMoney,
  similarity: formatShare,
};

/** "23/11/2026" of "2026-11-23", without a detour through a time zone. */
function dayText(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** A value of a record as people write it. */
export function valueText(field: string, value: Json): string {
  if (value === null || value === '') return labels.none;
  if (typeof value === 'boolean') return value ? labels.yes : labels.no;
  if (typeof value === 'number') return (NUMBERS[field] ?? String)(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field === 'document') return formatDocument(value);
  if (field === 'match_status') return labels.matches[value] ?? value;
  return field.endsWith('_on') || /^customer_(since|until)$/.test(field) ? dayText(value) : value;
}
