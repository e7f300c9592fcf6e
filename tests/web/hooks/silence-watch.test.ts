// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilenceWatch } from '../../../src/lib/live/silence-watch.ts';

let silences: number;
let watch: SilenceWatch;

beforeEach(() => {
  vi.useFakeTimers();
  silences = 0;
  watch = new SilenceWatch(() => {
    silences += 1;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('SilenceWatch', () => {
  it('reports a channel that does not bring what a read has found', () => {
    watch.begin();
    watch.found();
    vi.advanceTimersByTime(14_000);
    expect(silences).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(silences).toBe(1);
  });

  it('reports nothing when the read was only faster', () => {
    watch.begin();
    watch.found();
    vi.advanceTimersByTime(10_000);
    watch.heard();
    vi.advanceTimersByTime(60_000);
    expect(silences).toBe(0);
  });

  it('reports nothing of what happened before everything was read, or after the channel went down', () => {
    watch.found();
    watch.begin();
    watch.found();
    watch.end();
    watch.found();
    vi.advanceTimersByTime(60_000);
    expect(silences).toBe(0);
  });

  it('reports once for many changes', () => {
    watch.begin();
    for (let count = 0; count < 5; count += 1) watch.found();
    vi.advanceTimersByTime(60_000);
    expect(silences).toBe(1);
  });
});
