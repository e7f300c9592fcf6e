const FRACTION = /[T ]\d{2}:\d{2}:\d{2}(?:\.(\d+))?/;

/** Milliseconds since 1970 of a timestamp of Postgres or ISO; NaN when it is neither. */
export function toMillis(timestamp: string): number {
  // Postgres may write "2026-11-23 12:46:22.4+00"; ECMAScript wants the T and the minutes of the zone.
  return Date.parse(timestamp.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
}

/** Microseconds below the second, 0 to 999,999: Date keeps only milliseconds, and rows can differ by one microsecond. */
function microseconds(timestamp: string): number {
  return Number((FRACTION.exec(timestamp)?.[1] ?? '').padEnd(6, '0').slice(0, 6));
}

/** Negative when `a` is earlier than `b`, positive when later, 0 when equal to the microsecond. */
export function compareTimestamps(a: string, b: string): number {
  const seconds = Math.floor(toMillis(a) / 1000) - Math.floor(toMillis(b) / 1000);
  return seconds !== 0 ? seconds : microseconds(a) - microseconds(b);
}
