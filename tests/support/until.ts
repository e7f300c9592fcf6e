import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a condition: asks `look` until it answers something other than null. Rejects after `timeoutMs` with what was waited for.
 * The pause between two looks is not a wait for time to pass: the next look comes at once when the machine is busy.
 */
export async function until<T>(what: string, look: () => Promise<T | null> | T | null, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: T | null = null;
  while (performance.now() < deadline) {
    last = await look();
    if (last !== null) return last;
    await delay(20);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
}
