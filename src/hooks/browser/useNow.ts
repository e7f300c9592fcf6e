import { useSyncExternalStore } from 'react';
import { onServerTimeChange, serverNow } from '../../lib/time/server-clock.ts';

/** One timer for all components that show the same kind of time, running only while one of them is on screen. */
class Ticker {
  readonly #listeners = new Set<() => void>();
  readonly #interval: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #now = serverNow();

  constructor(interval: number) {
    this.#interval = interval;
    onServerTimeChange(this.#tick);
  }

  readonly #tick = (): void => {
    this.#now = serverNow();
    for (const listener of this.#listeners) listener();
  };

  readonly snapshot = (): number => {
    // Nobody listened since the last tick: the time must not be that of the last visit.
    if (this.#timer === undefined) this.#now = Math.max(this.#now, Math.floor(serverNow() / 1000) * 1000);
    return this.#now;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(this.#tick, this.#interval);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };
}

const tickers = { second: new Ticker(1000), halfMinute: new Ticker(30_000) };

/** The present by the server's clock, in milliseconds: every second for what is under way, every half minute for the rest. */
export function useNow(pace: keyof typeof tickers): number {
  const ticker = tickers[pace];
  return useSyncExternalStore(ticker.subscribe, ticker.snapshot);
}
