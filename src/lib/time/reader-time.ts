import { time } from '../labels/time.ts';
import { formatSeconds } from '../text/format.ts';
import { zonedDay } from './tenant-time.ts';
import { toMillis } from './timestamps.ts';

const LOCALE = 'pt-BR';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Older times are told by their date. */
const RELATIVE_FOR = 7 * DAY;

const DAY_AND_MONTH = { day: '2-digit', month: '2-digit' } as const;
const DATE = { ...DAY_AND_MONTH, year: 'numeric' } as const;
const MINUTES = { hour: '2-digit', minute: '2-digit' } as const;
const SECONDS = { ...MINUTES, second: '2-digit' } as const;

let zone: string | null = null;

/** From here on times are written by the clock and the calendar of this zone, the group's: all of a page go by one. */
export function showTimesIn(timeZone: string): void {
  zone = timeZone;
}

/** The zone in which times are written; the reader's own as long as no group is chosen. */
export function shownZone(): string {
  zone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, and a list writes hundreds of times. */
function write(millis: number, options: Intl.DateTimeFormatOptions): string {
  const timeZone = shownZone();
  const key = `${timeZone} ${Object.keys(options).join()}`;
  const known = formats.get(key);
  const format = known ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone });
  if (known === undefined) formats.set(key, format);
  return format.format(millis);
}

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** Units with the age from which each is used. */
const UNITS: ReadonlyArray<{ from: number; size: number; unit: Intl.RelativeTimeFormatUnit }> = [
  { from: DAY, size: DAY, unit: 'day' },
  { from: HOUR, size: HOUR, unit: 'hour' },
  { from: 45 * SECOND, size: MINUTE, unit: 'minute' },
];

/**
 * "agora", "há 5 minutos", "ontem", and from a week on the date, "em 16/11/2026": of "semana passada" nobody knows the day. A time
 * ahead of `now` (clocks differ) reads "agora".
 */
export function relativeTime(timestamp: string, now: number): string {
  const age = Math.max(0, now - toMillis(timestamp));
  if (age >= RELATIVE_FOR) return time.on(shortDate(timestamp));
  const step = UNITS.find((unit) => age >= unit.from);
  if (step === undefined) return relative.format(0, 'second');
  if (step.unit === 'day') return relative.format(-calendarDays(toMillis(timestamp), now), 'day');
  return relative.format(-Math.max(1, Math.floor(age / step.size)), step.unit);
}

/** Midnights between two times: "ontem" is about the calendar, not about 24 hours. */
function calendarDays(from: number, to: number): number {
  const day = (millis: number) => Date.parse(zonedDay(millis, shownZone()));
  return Math.max(1, Math.round((day(to) - day(from)) / DAY));
}

/** Wait until a time: "em 2 min", "em 45 s"; null when it has come. Minutes are rounded up. */
export function countdown(timestamp: string, now: number): string | null {
  const rest = toMillis(timestamp) - now;
  if (rest <= 0) return null;
  if (rest < MINUTE) return time.inSeconds(Math.ceil(rest / SECOND));
  if (rest < HOUR) return time.inMinutes(Math.ceil(rest / MINUTE));
  return time.after(formatSeconds(Math.ceil(rest / MINUTE) * 60));
}

/** "14:32", or "24/11, 14:32" when it is not today. */
export function clockTime(timestamp: string, now: number): string {
  const at = toMillis(timestamp);
  const clock = write(at, MINUTES);
  return zonedDay(at, shownZone()) === zonedDay(now, shownZone()) ? clock : `${write(at, DAY_AND_MONTH)}, ${clock}`;
}

/** "23/11/2026, 14:32:10 GMT-3": to the second and with the zone, for titles and copied texts. */
export function absoluteTime(timestamp: string): string {
  return write(toMillis(timestamp), { ...DATE, ...SECONDS, timeZoneName: 'short' });
}

/** "23/11/2026, 14:32": for the columns of a table. */
export function shortTime(timestamp: string): string {
  return write(toMillis(timestamp), { ...DATE, ...MINUTES });
}

/** "23/11/2026". */
export function shortDate(timestamp: string): string {
  return write(toMillis(timestamp), DATE);
}

/** "14:32:10", or "24/11, 14:32:10" when it is another day than `since`: for the lines of a log. */
export function logTime(timestamp: string, since: string): string {
  const clock = write(toMillis(timestamp), SECONDS);
  return shortDate(timestamp) === shortDate(since) ? clock : `${write(toMillis(timestamp), DAY_AND_MONTH)}, ${clock}`;
}

/** Seconds from a time until `now`, never negative. */
export function elapsedSeconds(timestamp: string, now: number): number {
  return Math.max(0, Math.floor((now - toMillis(timestamp)) / SECOND));
}
