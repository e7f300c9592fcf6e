import { expect, test } from 'vitest';
import { createAllowance, createPacer, pause } from '../../../../supabase/functions/_shared/calls/pacer.ts';

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

test('calls pass as granted, then more are asked for, once for all who wait', async () => {
  const asked: number[] = [];
  let passed = 0;
  const take = createAllowance(
    { granted: 2, wait_ms: 0 },
    async () => {
      asked.push(passed);
      return { granted: 3, wait_ms: 0 };
    },
    never,
  );
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      await take();
      passed += 1;
    }),
  );
  expect(passed).toBe(5);
  expect(asked).toHaveLength(1);
});

test('where there are none for now, the call waits and asks again', async () => {
  const grants = [
    { granted: 0, wait_ms: 30 },
    { granted: 1, wait_ms: 0 },
  ];
  const take = createAllowance({ granted: 0, wait_ms: 0 }, async () => grants.shift() ?? null, never);
  const startedAt = performance.now();
  await take();
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(28);
});

test('a cancelled run does not wait for its calls', async () => {
  const abort = new AbortController();
  const take = createAllowance(
    { granted: 0, wait_ms: 0 },
    async () => ({ granted: 0, wait_ms: 600_000 }),
    abort.signal,
  );
  const waiting = take();
  abort.abort(new Error('job canceled'));
  await expect(waiting).rejects.toThrow('job canceled');
});

test('where nobody counts, nobody is asked', async () => {
  const take = createAllowance(null, () => Promise.reject(new Error('must not be asked')), never);
  await Promise.all([take(), take(), take()]);
});
