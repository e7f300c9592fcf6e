import type { Problem } from '../_shared/queue/queue.ts';
import { cleanText } from '../_shared/values/text.ts';

/** A contact as `upsert_contacts` takes it. */
export interface ContactRow {
  external_id: string;
  name: string | null;
  number: string | null;
  email: string | null;
}

const fieldsOf = (record: unknown): Record<string, unknown> =>
  typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {};

/** What identifies a contact from page to page; null when it has no id. */
export function contactKey(record: unknown): string | null {
  return cleanText(fieldsOf(record).id, 80);
}

const numberOf = (source: Record<string, unknown>) => cleanText(source.number ?? source.phone, 60);

/** Groups are in the list as well; WhatsApp's own ids of groups end in `@g.us`. */
export function isGroup(record: unknown): boolean {
  const source = fieldsOf(record);
  return source.isGroup === true || source.isGroup === 'true' || (numberOf(source)?.endsWith('@g.us') ?? false);
}

/** One record of `api/contacts`. Only an id is needed; a number or an address that is none is left out. */
export function toContact(record: unknown, where: string): ContactRow | Problem {
  const source = fieldsOf(record);
  const externalId = contactKey(record);
  const name = cleanText(source.name);
  if (externalId === null) return { item: name === null ? where : `${where}, ${name.slice(0, 80)}`, reason: 'sem id' };
  const digits = numberOf(source)?.replace(/@.*$/, '').replace(/\D/g, '') ?? '';
  const email = cleanText(source.email)?.toLowerCase() ?? null;
  return {
    external_id: externalId,
    name,
    number: /^\d{4,20}$/.test(digits) ? digits : null,
    email: email !== null && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
  };
}
