import { useSyncExternalStore } from 'react';

/** One timer for all components that show the same kind of time, running only while one of them is on screen. */
class Ticker {
  readonly #listeners = new Set<() => void>();
  readonly #interval: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #now = Date.now();

  constructor(interval: number) {
    this.#interval = interval;
  }

  readonly snapshot = (): number => {
    // Nobody listened since the last tick: the time must not be that of the last visit.
    if (this.#timer === undefined) this.#now = Math.max(this.#now, Math.floor(Date.now() / 1000) * 1000);
    return this.#now;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      this.#now = Date.now();
      for (const tick of this.#listeners) tick();
    }, this.#interval);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };
}

const tickers = { second: new Ticker(1000), halfMinute: new Ticker(30_000) };

/** The present in milliseconds: every second for what is under way, every half minute for the rest. */
export function useNow(pace: keyof typeof tickers): number {
  const ticker = tickers[pace];
  return useSyncExternalStore(ticker.subscribe, ticker.snapshot);
}
