import { time } from '../labels/time.ts';
import { toMillis } from './timestamps.ts';

const LOCALE = 'pt-BR';
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

function part(timestamp: number, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string {
  const parts = new Intl.DateTimeFormat(LOCALE, options).formatToParts(timestamp);
  return parts.find((found) => found.type === type)?.value ?? '';
}

/**
 * The zone if browsers know it, else UTC: Postgres takes names that Intl refuses, and a page that says UTC is better
 * than one that breaks.
 */
export function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    console.warn(`Cannot use the time zone "${timeZone}": times are shown in UTC`, error);
    return 'UTC';
  }
}

/** "horário de Brasília" for America/Sao_Paulo: how people in Brazil name the zone, in the middle of a sentence. */
export function zoneName(timeZone: string): string {
  const name = part(0, { timeZone, timeZoneName: 'longGeneric' }, 'timeZoneName');
  return name.replace(/^H/, 'h').replace(/ Padrão/, '');
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** YYYY-MM-DD of a moment in a zone. */
export function zonedDay(millis: number, timeZone: string): string {
  // The Swedish calendar is the ISO one.
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  dayFormats.set(timeZone, format);
  return format.format(millis);
}

/** The first moment of a day (YYYY-MM-DD) in a zone, in ms: its midnight, or where that hour is left out the first hour there is. */
export function zonedMidnight(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // No zone is further than 14 hours ahead or 12 behind; within them the day begins at a quarter of an hour.
  for (let at = utc - 14 * HOUR_MS; at < utc + 13 * HOUR_MS; at += HOUR_MS / 4) {
    if (zonedDay(at, timeZone) === day) return at;
  }
  return utc;
}

/** Writes moments as "23/11/2026 14:32:10" in a zone, which spreadsheets read as a date with its time. */
export function spreadsheetTime(timeZone: string): (timestamp: string) => string {
  const format = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (timestamp) => format.format(toMillis(timestamp)).replace(',', '');
}

/** "hoje, 15:00", "amanhã, 08:00" or "seg., 30/11, 08:00": a time ahead, by the clock and calendar of a zone. */
export function upcomingTime(timestamp: string, timeZone: string, now: number): string {
  const at = toMillis(timestamp);
  const clock = new Intl.DateTimeFormat(LOCALE, { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  const day = zonedDay(at, timeZone);
  if (day === zonedDay(now, timeZone)) return time.today(clock);
  if (day === zonedDay(now + DAY_MS, timeZone)) return time.tomorrow(clock);
  const date = new Intl.DateTimeFormat(LOCALE, { timeZone, weekday: 'short', day: '2-digit', month: '2-digit' });
  return `${date.format(at)}, ${clock}`;
}

/** Does the reader's own clock show another time at this moment than a clock in the zone? Then the zone must be named. */
export function differsFromReader(timestamp: string, timeZone: string): boolean {
  const at = toMillis(timestamp);
  const clock = (zone?: string) =>
    new Intl.DateTimeFormat(LOCALE, { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return clock(timeZone) !== clock();
}
