import type { DamagedFields, Row } from '../providers/provider.ts';
import type { Fault } from '../types.ts';

/** A text with NUL in it, which JSON can carry and Postgres cannot store. */
function withNul(value: unknown): string {
  return `${typeof value === 'string' ? value : ''}\u0000`;
}

/** The same value in another type: texts become objects, everything else a text that is no number. */
function mistyped(value: unknown): unknown {
  return typeof value === 'string' ? { valor: value } : `?${String(value)}`;
}

/** The row with the damage of one fault. */
function damagedRow(row: Row, fault: Fault, fields: DamagedFields): Row {
  switch (fault.kind) {
    case 'nul_text':
      return { ...row, [fields.text]: withNul(row[fields.text]) };
    case 'bad_document':
      return { ...row, [fields.document]: '11.111.111/1111-12' };
    case 'missing_fields': {
      const gone = [fields.id, fields.text, fields.document];
      return Object.fromEntries(Object.entries(row).filter(([name]) => !gone.includes(name)));
    }
    case 'wrong_types':
      return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, mistyped(value)]));
    default:
      return row;
  }
}

/** The same value with the text in the place of every one in it. */
function planted(value: unknown, text: string, inAll: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => planted(item, text, inAll));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, planted(item, text, inAll)]));
  }
  return typeof value === 'string' || inAll ? text : value;
}

function plantedRow(row: Row, text: string, inAll: boolean, fields: DamagedFields): Row {
  const spared = inAll ? {} : { [fields.id]: row[fields.id], [fields.document]: row[fields.document] };
  return { ...(planted(row, text, inAll) as Row), ...spared };
}

/** Damages the first rows of a page (one, unless the fault says how many). */
export function damageRows(rows: Row[], faults: readonly Fault[], fields: DamagedFields): Row[] {
  return faults.reduce<Row[]>((list, fault) => {
    if (fault.kind === 'planted') {
      const { texts, all = false } = fault;
      return list.map((row, index) => plantedRow(row, texts[index % texts.length] ?? '', all, fields));
    }
    const count = ('rows' in fault ? fault.rows : undefined) ?? 1;
    return list.map((row, index) => (index < count ? damagedRow(row, fault, fields) : row));
  }, rows);
}
