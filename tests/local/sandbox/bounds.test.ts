import { describe, expect, it } from 'vitest';
import { TokenStore } from '../../../supabase/local/sandbox/control/token-store.ts';
import { admit, limitFor, unusedLimit } from '../../../supabase/local/sandbox/faults/limits.ts';
import { minimumRunMs } from '../../../supabase/local/sandbox/measure.ts';
import type { LoggedRequest } from '../../../supabase/local/sandbox/types.ts';

const BUCKET = { kind: 'bucket', perSecond: 3.5, burst: 10 } as const;

function entry(page: number): LoggedRequest {
  const fixed = { at: '', method: 'GET', route: 'GET /x', url: '/x', status: null, durationMs: null };
  return { ...fixed, page, complete: false, applied: [] };
}

describe('Limits', () => {
  it('admits a burst of ten, then 3.5 a second', () => {
    const state = unusedLimit(0);
    for (let n = 0; n < 10; n += 1) expect(admit(BUCKET, state, 0)).toBeNull();
    expect(admit(BUCKET, state, 0)).toBe(286);
    expect(admit(BUCKET, state, 286)).toBeNull();
    expect(admit(BUCKET, state, 300)).toBeGreaterThan(0);
  });

  it('never refuses a client that calls every 300 ms', () => {
    const state = unusedLimit(0);
    const waits = Array.from({ length: 500 }, (_, n) => admit(BUCKET, state, n * 300));
    expect(waits.every((wait) => wait === null)).toBe(true);
  });

  it('slides its window: each admitted request frees its own place', () => {
    const window = { kind: 'window', requests: 2, windowMs: 1_000 } as const;
    const state = unusedLimit(0);
    expect([0, 600, 700, 999, 1_000, 1_001, 1_600].map((at) => admit(window, state, at))).toEqual([
      null,
      null,
      300,
      1,
      null,
      599,
      null,
    ]);
    expect(state.admitted).toEqual([1_000, 1_600]);
  });

  it('lets the settings of a token replace the limit of the provider', () => {
    expect(limitFor(BUCKET, { rateLimitPerMinute: 5 })).toEqual({ kind: 'window', requests: 5, windowMs: 60_000 });
    expect(limitFor(BUCKET, { rateLimitWindowMs: 5 })).toEqual(BUCKET);
    expect(limitFor({ kind: 'none' }, {})).toEqual({ kind: 'none' });
  });
});

describe('Memory', () => {
  it('keeps the last 5,000 requests of a token and counts the rest', async () => {
    const store = new TokenStore(() => 0);
    const state = store.open('sandbox-busy');
    for (let page = 1; page <= 5_003; page += 1) store.begin(state, entry(page));
    const { stats } = await store.read('sandbox-busy');
    expect([stats.requests, stats.log.length, stats.dropped, stats.log[0]?.page]).toEqual([5_003, 5_000, 3, 4]);
  });

  it('forgets the token that was not used for longest beyond 2,000', async () => {
    const store = new TokenStore(() => 0);
    for (let n = 0; n < 2_000; n += 1) await store.configure(`sandbox-${n}`, { companies: n });
    store.open('sandbox-0');
    store.open('sandbox-new');
    expect((await store.read('sandbox-0')).settings).toEqual({ companies: 0 });
    expect((await store.read('sandbox-1')).settings).toEqual({});
    expect((await store.read('sandbox-2')).settings).toEqual({ companies: 2 });
  });

  it('empties the oldest logs when all logs together are too long', async () => {
    const store = new TokenStore(() => 0);
    for (let token = 0; token < 41; token += 1) {
      const state = store.open(`sandbox-${token}`);
      for (let page = 1; page <= 5_000; page += 1) store.begin(state, entry(page));
    }
    expect((await store.read('sandbox-0')).stats).toMatchObject({ requests: 5_000, log: [], dropped: 5_000 });
    expect((await store.read('sandbox-40')).stats.log).toHaveLength(5_000);
  });
});

describe('Measure', () => {
  it('takes at least the latency of its requests, one after the other', async () => {
    const measured = await minimumRunMs(5, 20);
    expect(measured).toBeGreaterThanOrEqual(99);
    expect(measured).toBeLessThan(2_000);
  });
});
