import { isAbsent, Misread } from './misread.ts';

const TIME = /^[T ]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const ISO = /^(?<year>\d{4})([-/])(?<month>\d{1,2})\2(?<day>\d{1,2})(?<time>\D.*)?$/;
const BRAZILIAN = /^(?<day>\d{1,2})([-/.])(?<month>\d{1,2})\2(?<year>\d{4})(?<time>\D.*)?$/;

/**
 * A day as `YYYY-MM-DD`, null when there is none: empty, "0000-00-00" as Acessórias writes it, 0001-01-01 as .NET does. Read are
 * "2025-03-07" and "07/03/2025" (day first, this is Brazil), each with or without a time. The day is the one that is written: a zone
 * behind it says when that was elsewhere, not which day the provider means.
 */
export function readDate(value: unknown): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string') throw new Misread('não é uma data');
  const text = value.normalize('NFKC').trim();
  const { year = '', month = '', day = '', time } = (ISO.exec(text) ?? BRAZILIAN.exec(text))?.groups ?? {};
  if (year === '' || (time !== undefined && !TIME.test(time))) throw new Misread('não é uma data');
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (written === '0000-00-00' || written === '0001-01-01') return null;
  const date = new Date(`${written}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== written) {
    throw new Misread('é um dia que não existe');
  }
  if (year < '1500') throw new Misread('é de um ano que não pode ser');
  return written;
}
