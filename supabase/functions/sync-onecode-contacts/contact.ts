import type { RecordMapper } from '../_shared/provider/map-records.ts';
import { readBoolean } from '../_shared/values/flags.ts';
import { readEmail, readWhatsapp } from '../_shared/values/reach.ts';
import { cleanText, readId, readText } from '../_shared/values/text.ts';

/** A contact as `upsert_contacts` takes it. Undefined = could not be understood: the contact keeps what is known of it. */
export interface ContactRow {
  external_id: string;
  name: string | null | undefined;
  number: string | null | undefined;
  email: string | null | undefined;
}

const fieldOf = (record: unknown, name: string): unknown =>
  typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[name] : undefined;

/** What identifies a contact from page to page; null when it has no id. */
export function contactKey(record: unknown): string | null {
  return cleanText(fieldOf(record, 'id'), 80);
}

/**
 * A record of `api/contacts`. Only an id is needed. Groups, channels and broadcast lists are in the list as well, by a flag or by the
 * form of their WhatsApp id: they are none of ours.
 */
export const contacts: RecordMapper<ContactRow> = {
  label: (record) => cleanText(fieldOf(record, 'name'), 80) ?? contactKey(record),
  toRow: (fields) => {
    if (fields.deciding('isGroup', readBoolean) === true) return null;
    const reach = fields.optional(['number', 'phone'], readWhatsapp);
    if (reach === 'many') return null;
    return {
      external_id: fields.required('id', readId),
      name: fields.optional('name', readText),
      number: reach?.number,
      email: fields.optional('email', readEmail),
    };
  },
};
