import type { FunctionSource } from './discover.ts';
import type { FunctionsOptions } from './types.ts';
import { FunctionWorker } from './worker.ts';

/** One function: its current worker, and earlier ones that finish their background tasks. */
export class EdgeFunction {
  readonly source: FunctionSource;
  readonly #options: FunctionsOptions;
  #current: FunctionWorker | null = null;
  readonly #workers = new Set<FunctionWorker>();
  #isClosed = false;

  constructor(source: FunctionSource, options: FunctionsOptions) {
    this.source = source;
    this.#options = options;
  }

  /** The worker that takes the next request; starts one when there is none. Null while the stack shuts down. */
  worker(): FunctionWorker | null {
    if (this.#isClosed) return null;
    if (this.#current && !this.#current.isRetired && this.#current.isAlive) return this.#current;
    return this.#start();
  }

  /** Replaces the worker, so that the next request meets the files as they are now. */
  reload(): void {
    if (this.#isClosed) return;
    const old = this.#current;
    this.#start();
    old?.retire();
  }

  pids(): number[] {
    const workers = [this.#current, ...this.#workers].filter((worker) => worker !== null);
    return [...new Set(workers)].filter((worker) => worker.isAlive).flatMap((worker) => worker.pid ?? []);
  }

  async kill(): Promise<void> {
    await this.#current?.kill();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#workers].map((worker) => worker.end('termination')));
  }

  #start(): FunctionWorker {
    const worker = new FunctionWorker(this.source, this.#options, () => {
      // A fresh process takes over while the old one finishes; idle ones come back with the next request.
      if (this.#current === worker && !this.#isClosed && this.#options.limits.idleMs === 0) this.#start();
    });
    this.#current = worker;
    this.#workers.add(worker);
    void worker.ended.then(() => this.#onEnd(worker));
    return worker;
  }

  /** After a crash the next worker starts at once, unless the old one fell at its start: then only a request tries again. */
  #onEnd(worker: FunctionWorker): void {
    this.#workers.delete(worker);
    if (this.#current !== worker) return;
    this.#current = null;
    if (worker.isProven && !worker.isExpected && !this.#isClosed) this.#start();
  }
}
