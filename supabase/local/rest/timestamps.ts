/**
 * Postgres writes `2026-11-23 12:46:22.44+00`, PostgREST `2026-11-23T12:46:22.44+00:00`. Changes the first form (timestamp with
 * or without time zone) to the second; `infinity` and the like stay as they are.
 */
export function isoTimestamp(text: string): string {
  return text.replace(
    /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-]\d\d)(:\d\d)?)?/,
    (_all, date, time, hours, minutes) =>
      hours === undefined ? `${date}T${time}` : `${date}T${time}${hours}${minutes ?? ':00'}`,
  );
}
