/** Brasília has had no daylight saving time since 2019. */
const BRASILIA_OFFSET_MS = 3 * 3_600_000;

/** The wall clock of Brasília as milliseconds that UTC functions read: providers write local times without a zone. */
export function wallClock(epochMs: number): number {
  return epochMs - BRASILIA_OFFSET_MS;
}

/** YYYY-MM-DD of a wall clock. */
export function wallDate(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

/** YYYY-MM-DDTHH:MM:SS of a wall clock. */
export function wallDateTime(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19);
}

/** A wall clock from `YYYY-MM-DD HH:MM:SS`; undefined for anything else. */
export function parseWallDateTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const value = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(value) ? undefined : value;
}
