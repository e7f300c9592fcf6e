/**
 * The server's clock, as far as this browser knows it. Waits and ages are differences to times that the server wrote: by a clock of the
 * browser that is two hours off they would all be wrong. Counted on from the last measurement by the monotonic clock, so that a browser
 * clock that is set in between moves nothing.
 */

/** Server time minus monotonic time, in ms; null until it was measured. */
let base: number | null = null;
/** Browser time minus monotonic time when it was measured: another one later means that a clock was set, or that the machine slept. */
let driftThen = 0;
let measuredAt = Number.NEGATIVE_INFINITY;

const listeners: Array<() => void> = [];

const drift = () => Date.now() - performance.now();

/** The present by the server's clock, in ms since 1970; by the browser's until the server was asked. */
export function serverNow(): number {
  return base === null ? Date.now() : performance.now() + base;
}

/** A moment of the browser's clock on the server's. */
export function onServerClock(browserTime: number): number {
  return browserTime + serverNow() - Date.now();
}

/** A clock that differs by less than the way of the question, or than this, is right: nobody sees it, and nothing jumps. */
const TOLERANCE_MS = 1000;

/** Takes what the server answered to a question that was asked at `askedAt` (monotonic ms). */
export function setServerTime(serverTime: number, askedAt: number): void {
  const answeredAt = performance.now();
  const differs = serverTime - (Date.now() - (answeredAt - askedAt) / 2);
  const isRight = Math.abs(differs) <= TOLERANCE_MS + (answeredAt - askedAt) / 2;
  driftThen = drift();
  base = driftThen + (isRight ? 0 : differs);
  measuredAt = answeredAt;
  for (const listener of listeners) listener();
}

/** Calls back, as long as the page lives, whenever the server's time was measured anew. */
export function onServerTimeChange(listener: () => void): void {
  listeners.push(listener);
}

const JUMP_MS = 2000;

/** Is what is known of the server's clock too old (older than `maxAgeMs`), or was a clock set since? */
export function isServerTimeStale(maxAgeMs: number): boolean {
  return performance.now() - measuredAt > maxAgeMs || Math.abs(drift() - driftThen) > JUMP_MS;
}
