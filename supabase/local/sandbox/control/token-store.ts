import { type LimitState, unusedLimit } from '../faults/limits.ts';
import type { LoggedRequest, ProviderSlug, SandboxControl, TokenReport, TokenStats } from '../types.ts';
import { parseSettings } from './settings.ts';

const MAX_TOKENS = 2_000;
const MAX_LOG_PER_TOKEN = 5_000;
/** Log entries of all tokens together; about 60 MB. */
const MAX_LOG_TOTAL = 200_000;
const TOKEN = /^sandbox-[\w.~-]{1,120}$/;

/** Everything the sandbox knows about one token. */
export interface TokenState {
  settings: TokenReport['settings'];
  configuredAt: number;
  /** Requests since the settings were made. */
  sinceConfigured: number;
  /** How often each fault of the settings has happened. */
  faultUses: number[];
  /** When each fault that lasts for a time was first met (ms). */
  faultSince: (number | undefined)[];
  limits: Partial<Record<ProviderSlug, LimitState>>;
  stats: TokenStats;
}

function emptyStats(): TokenStats {
  return {
    requests: 0,
    started: 0,
    finished: 0,
    concurrent: 0,
    maxConcurrent: 0,
    byRoute: {},
    byStatus: {},
    log: [],
    dropped: 0,
  };
}

function newState(configuredAt: number): TokenState {
  return {
    settings: {},
    configuredAt,
    sinceConfigured: 0,
    faultUses: [],
    faultSince: [],
    limits: {},
    stats: emptyStats(),
  };
}

/** Whether the sandbox accepts a token. */
export function isSandboxToken(token: string): boolean {
  return TOKEN.test(token);
}

/** The state of all tokens, bounded: the token that was not used for longest is forgotten first. */
export class TokenStore implements SandboxControl {
  readonly #tokens = new Map<string, TokenState>();
  readonly #now: () => number;
  #logged = 0;

  /** `now` is the clock by which settings are dated. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The state of a token that makes a request; made when it is new. */
  open(token: string): TokenState {
    const state = this.#tokens.get(token) ?? newState(this.#now());
    // A map keeps the order of insertion, so setting again makes the token the youngest.
    this.#tokens.delete(token);
    this.#tokens.set(token, state);
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= MAX_TOKENS) break;
      this.#forget(oldest);
    }
    return state;
  }

  /** The limit of a token with one provider. */
  limitOf(state: TokenState, provider: ProviderSlug): LimitState {
    const limit = state.limits[provider] ?? unusedLimit(performance.now());
    state.limits[provider] = limit;
    return limit;
  }

  /** Counts a request that has arrived. */
  begin(state: TokenState, entry: LoggedRequest): void {
    const { stats } = state;
    state.sinceConfigured += 1;
    stats.requests += 1;
    stats.started += 1;
    stats.concurrent += 1;
    stats.maxConcurrent = Math.max(stats.maxConcurrent, stats.concurrent);
    stats.byRoute[entry.route] = (stats.byRoute[entry.route] ?? 0) + 1;
    stats.log.push(entry);
    this.#logged += 1;
    if (stats.log.length > MAX_LOG_PER_TOKEN) this.#dropLog(stats, 1);
    for (const other of this.#tokens.values()) {
      if (this.#logged <= MAX_LOG_TOTAL) break;
      this.#dropLog(other.stats, other.stats.log.length);
    }
  }

  /** Counts a request that is over. */
  finish(state: TokenState, entry: LoggedRequest): void {
    state.stats.finished += 1;
    state.stats.concurrent -= 1;
    const status = String(entry.status);
    state.stats.byStatus[status] = (state.stats.byStatus[status] ?? 0) + 1;
  }

  async configure(token: string, settings: unknown): Promise<TokenReport> {
    const parsed = parseSettings(settings);
    const state = this.open(token);
    state.settings = parsed;
    state.configuredAt = this.#now();
    state.sinceConfigured = 0;
    state.faultUses = (parsed.faults ?? []).map(() => 0);
    state.faultSince = [];
    return this.read(token);
  }

  async read(token: string): Promise<TokenReport> {
    const state = this.#tokens.get(token) ?? newState(this.#now());
    return structuredClone({ token, settings: state.settings, stats: state.stats });
  }

  async remove(token: string): Promise<void> {
    this.#forget(token);
  }

  #forget(token: string): void {
    this.#logged -= this.#tokens.get(token)?.stats.log.length ?? 0;
    this.#tokens.delete(token);
  }

  #dropLog(stats: TokenStats, count: number): void {
    stats.log.splice(0, count);
    stats.dropped += count;
    this.#logged -= count;
  }
}
