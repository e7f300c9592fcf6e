import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-26T12:00:00Z');

/** The clock as a page has it that was just loaded. */
async function freshClock() {
  vi.resetModules();
  return import('../../../src/lib/time/server-clock.ts');
}

/** Sets the clock of the browser, of which the monotonic one knows nothing. */
const setBrowserClock = (time: number) => vi.setSystemTime(time);

describe("the server's clock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is the browser's until the server was asked", async () => {
    const { serverNow } = await freshClock();
    expect(serverNow()).toBe(NOON);
  });

  it('is right in a browser that is two hours fast or slow, and goes on', async () => {
    for (const off of [2 * HOUR, -2 * HOUR]) {
      const { serverNow, setServerTime, onServerClock } = await freshClock();
      setBrowserClock(NOON + off);
      setServerTime(NOON, performance.now());
      expect(serverNow()).toBeCloseTo(NOON, -1);
      vi.advanceTimersByTime(90_000);
      expect(serverNow()).toBeCloseTo(NOON + 90_000, -1);
      expect(onServerClock(Date.now() - 8_000)).toBeCloseTo(NOON + 82_000, -1);
    }
  });

  it('moves nothing where the clocks agree as far as the way of the question can tell', async () => {
    const { serverNow, setServerTime } = await freshClock();
    const askedAt = performance.now();
    vi.advanceTimersByTime(800);
    setServerTime(NOON + 1_300, askedAt);
    expect(serverNow()).toBe(Date.now());
  });

  it("stays right when the browser's clock is set meanwhile, and wants to be measured anew", async () => {
    const { serverNow, setServerTime, isServerTimeStale } = await freshClock();
    expect(isServerTimeStale(HOUR)).toBe(true);
    setServerTime(NOON, performance.now());
    expect(isServerTimeStale(HOUR)).toBe(false);
    setBrowserClock(NOON + 2 * HOUR);
    expect(serverNow()).toBeCloseTo(NOON, -1);
    expect(isServerTimeStale(HOUR)).toBe(true);
  });

  it('is asked for again after a while', async () => {
    const { setServerTime, isServerTimeStale } = await freshClock();
    setServerTime(NOON, performance.now());
    vi.advanceTimersByTime(HOUR + 1);
    expect(isServerTimeStale(HOUR)).toBe(true);
  });
});
