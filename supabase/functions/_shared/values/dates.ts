import { isAbsent, Misread } from './misread.ts';
import { normalized } from './text.ts';

const TIME = /^[T ]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const ISO = /^(?<year>\d{4})([-/])(?<month>\d{1,2})\2(?<day>\d{1,2})(?<time>\D.*)?$/;
const BRAZILIAN = /^(?<day>\d{1,2})([-/.])(?<month>\d{1,2})\2(?<year>\d{4})(?<time>\D.*)?$/;

/** The calendar repeats every 400 years, and Date.UTC takes years below 100 for others. */
const lastDay = (year: number, month: number) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

const exists = (year: number, month: number, day: number) =>
  month >= 1 && month <= 12 && day >= 1 && day <= (day <= 28 ? 28 : lastDay(year, month));

/**
 * A day as `YYYY-MM-DD`, null when there is none: empty, "0000-00-00" as Acessórias writes it, 0001-01-01 as .NET does. Read are
 * "2025-03-07" and "07/03/2025" (day first, this is Brazil), each with or without a time. The day is the one that is written: a zone
 * behind it says when that was elsewhere, not which day the provider means.
 */
export function readDate(value: unknown): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string') throw new Misread('não é uma data');
  const text = normalized(value, 'NFKC').trim();
  const { year = '', month = '', day = '', time } = (ISO.exec(text) ?? BRAZILIAN.exec(text))?.groups ?? {};
  if (year === '' || (time !== undefined && !TIME.test(time))) throw new Misread('não é uma data');
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (written === '0000-00-00' || written === '0001-01-01') return null;
  if (!exists(Number(year), Number(month), Number(day))) throw new Misread('é um dia que não existe');
  if (year < '1500') throw new Misread('é de um ano que não pode ser');
  return written;
}
