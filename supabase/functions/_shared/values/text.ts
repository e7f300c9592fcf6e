import { decodeEntities } from './entities.ts';
import { isAbsent, Misread } from './misread.ts';

/** Beyond printable ASCII: what normalizing and repairing may change. Nearly every field of a record has nothing of it. */
const SPECIAL = /[^ -~]/;

/** `text.normalize(form)`, without its price for plain texts. */
export const normalized = (text: string, form: 'NFKC' | 'NFKD'): string =>
  SPECIAL.test(text) ? text.normalize(form) : text;

/** Without NUL (22P05) and lone surrogates. */
const storable = (text: string): string => (SPECIAL.test(text) ? text.replaceAll('\0', '').toWellFormed() : text);

const characters = new Intl.Segmenter('pt-BR', { granularity: 'grapheme' });

/**
 * At most `max` UTF-16 units of the text, cut between two characters as people see them: never half an emoji, never a letter without
 * its accent. A single character that is longer than all of `max` is cut at a code point.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  // Two units more: whether a character goes on is seen by the code point after the cut.
  for (const { segment } of characters.segment(text.slice(0, max + 2))) {
    if (end + segment.length > max) break;
    end += segment.length;
  }
  return end > 0 ? text.slice(0, end) : text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/**
 * A text as Postgres can store it: no NUL (22P05), no lone surrogates, trimmed, at most `max` long.
 * Null for an empty text and for anything that is no text or number.
 */
export function cleanText(value: unknown, max = 300): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = cutText(storable(String(value)).trim(), max).trim();
  return text === '' ? null : text;
}

/** A whole number from `min` to `max` (given as number or digits), or null. */
export function cleanInteger(value: unknown, min = 0, max = 2_147_483_647): number | null {
  const text = cleanText(value, 12);
  const number = text !== null && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

/** A text of a record: entities decoded, cut to `max`, null when empty. */
export function readText(value: unknown, max = 300): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new Misread('não é um texto');
  return cleanText(decodeEntities(String(value)), max);
}

/**
 * An id of a provider as text, null when there is none. Ids are compared, so one that is too long is not cut, and a number beyond
 * what a double holds is refused: two records would become one. (Such ids come as texts from the reader of JSON.)
 */
export function readId(value: unknown, max = 80): string | null {
  if (isAbsent(value)) return null;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Misread('o número não pôde ser lido sem perda de dígitos');
  }
  if (typeof value !== 'string' && typeof value !== 'number') throw new Misread('não é um identificador');
  const id = storable(String(value)).trim();
  if (id.length > max) throw new Misread(`tem mais de ${max} caracteres`);
  return id === '' ? null : id;
}

/** A whole number that is not negative, null when there is none. */
export function readInteger(value: unknown): number | null {
  if (isAbsent(value)) return null;
  const number = cleanInteger(value);
  if (number === null) throw new Misread('não é um número inteiro');
  return number;
}
