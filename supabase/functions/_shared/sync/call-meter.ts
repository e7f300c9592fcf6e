import type { PageCalls } from '../queue/queue.ts';

/** Notes what the calls of one page after the other take, for the log of the run. `now`: monotonic clock in ms. */
export class CallMeter {
  readonly #now: () => number;
  #beganAt = 0;
  #calls = 0;
  #status: number | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A page begins. */
  begin(): void {
    this.#beganAt = this.#now();
    this.#calls = 0;
    this.#status = null;
  }

  /** The provider has answered. */
  readonly note = (status: number): void => {
    this.#calls += 1;
    this.#status = status;
  };

  /** What the page has taken so far. */
  read(): PageCalls {
    return { calls: this.#calls, ms: Math.round(this.#now() - this.#beganAt), status: this.#status };
  }
}
