import { expect, test } from 'vitest';
import { createPacer, pause } from '../../../../supabase/functions/_shared/provider/pacer.ts';

const never = new AbortController().signal;

test('an aborted signal ends a pause at once with its reason', async () => {
  const abort = new AbortController();
  const waiting = pause(600_000, abort.signal);
  abort.abort(new Error('job canceled'));
  await expect(waiting).rejects.toThrow('job canceled');
  await expect(pause(600_000, abort.signal)).rejects.toThrow('job canceled');
});

test('the first call passes at once, the next one waits for the rest of the interval', async () => {
  let now = 1_000;
  const pace = createPacer(40, never, () => now);
  await pace();
  now += 25;
  const startedAt = performance.now();
  await pace();
  // Fifteen of the forty milliseconds were left; timers may be a little early.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(13);
});

test('a call that comes after the interval does not wait', async () => {
  let now = 1_000;
  const pace = createPacer(600_000, never, () => now);
  await pace();
  now += 600_000;
  await expect(pace()).resolves.toBeUndefined();
});

test('a provider that does not mind is never waited for', async () => {
  const pace = createPacer(0, AbortSignal.abort(new Error('must not be asked')));
  await pace();
  await expect(pace()).resolves.toBeUndefined();
});
