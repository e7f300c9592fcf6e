import type { Limit } from '../providers/provider.ts';
import type { SandboxSettings } from '../types.ts';

/** What a limit remembers: times of the admitted requests of a window, or the level of a bucket. */
export interface LimitState {
  admitted: number[];
  level: number;
  measuredAt: number;
}

const DEFAULT_WINDOW_MS = 60_000;

/** The limit that holds for a token: the provider's own unless its settings replace it. */
export function limitFor(own: Limit, settings: SandboxSettings): Limit {
  const windowMs = settings.rateLimitWindowMs;
  if (settings.rateLimitPerMinute !== undefined) {
    return { kind: 'window', requests: settings.rateLimitPerMinute, windowMs: windowMs ?? DEFAULT_WINDOW_MS };
  }
  return own.kind === 'window' && windowMs !== undefined ? { ...own, windowMs } : own;
}

/**
 * Admits a request at `now` (ms), or says after how many ms the next one would be. Only admitted requests count: a
 * client that keeps asking is not punished for it.
 */
export function admit(limit: Limit, state: LimitState, now: number): number | null {
  if (limit.kind === 'none') return null;
  if (limit.kind === 'bucket') {
    state.level = Math.min(limit.burst, state.level + ((now - state.measuredAt) / 1_000) * limit.perSecond);
    state.measuredAt = now;
    if (state.level < 1) return Math.ceil(((1 - state.level) / limit.perSecond) * 1_000);
    state.level -= 1;
    return null;
  }
  const first = state.admitted.findIndex((at) => at > now - limit.windowMs);
  state.admitted.splice(0, first < 0 ? state.admitted.length : first);
  const oldest = state.admitted[state.admitted.length - limit.requests];
  if (oldest !== undefined) return oldest + limit.windowMs - now;
  state.admitted.push(now);
  return null;
}

/** A limit that nothing has used; a bucket begins full (`Infinity` is cut to its size). */
export function unusedLimit(now: number): LimitState {
  return { admitted: [], level: Number.POSITIVE_INFINITY, measuredAt: now };
}
