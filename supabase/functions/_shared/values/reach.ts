import { isAbsent, Misread } from './misread.ts';
import { normalized } from './text.ts';

/** How a WhatsApp contact can be reached: by a number; not at all by one; or it is many people and no contact. */
export type WhatsappId = { number: string | null } | 'many';

/** What the part of a WhatsApp id after "@" says: a person's number, an internal id without number, a group or channel. */
const SERVERS: Record<string, 'person' | 'hidden' | 'many'> = {
  's.whatsapp.net': 'person',
  'c.us': 'person',
  lid: 'hidden',
  'hosted.lid': 'hidden',
  'g.us': 'many',
  newsletter: 'many',
  broadcast: 'many',
};

/** Digits with country code. E.164 ends at 15; services have short numbers. */
function digitsOf(text: string): string {
  const digits = text.replace(/[\s().+-]/g, '');
  if (!/^\d+$/.test(digits)) throw new Misread('não é um telefone');
  if (digits.length < 4 || digits.length > 15)
    throw new Misread(`tem ${digits.length} dígitos, e um telefone tem de 4 a 15`);
  return digits;
}

/** A number ("5511988887777", "+55 (11) 98888-7777") or a WhatsApp id ("5511988887777@s.whatsapp.net", "…@lid", "…@g.us"). */
export function readWhatsapp(value: unknown): WhatsappId {
  if (isAbsent(value)) return { number: null };
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) throw new Misread('não é um telefone');
  const [local = '', server, ...others] = normalized(String(value), 'NFKC').trim().toLowerCase().split('@');
  if (server === undefined) return { number: digitsOf(local) };
  const kind = others.length === 0 ? SERVERS[server] : undefined;
  if (kind === undefined) throw new Misread('é um endereço que o WhatsApp não usa');
  if (kind === 'many') return 'many';
  // Behind the number may stand the device: "5511988887777:12@s.whatsapp.net".
  return { number: kind === 'hidden' ? null : digitsOf(local.replace(/:\d+$/, '')) };
}

/** One e-mail address in lower case, null when there is none. */
export function readEmail(value: unknown): string | null {
  if (isAbsent(value)) return null;
  const email = typeof value === 'string' ? value.replaceAll('\0', '').trim().toLowerCase() : '';
  // 254 is the longest address that mail can carry (RFC 5321).
  if (email.length > 254 || !/^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+\.[^\s@<>()[\]",;:\\.]+$/.test(email)) {
    throw new Misread('não é um endereço de e-mail');
  }
  return email.toWellFormed();
}
