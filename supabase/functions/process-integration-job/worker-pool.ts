import { Worker, type WorkerDeps } from './worker.ts';

/**
 * The workers of one process. A poke that finds one with room only makes that one claim again, so that pokes never pile up; when all are
 * full or at their end another one is started, and the claim itself keeps the number of running jobs.
 */
export class WorkerPool {
  readonly #workers = new Set<Worker>();
  readonly #deps: () => WorkerDeps;
  /** How many jobs a worker may hold, as the newest claim told; one until there was any. */
  #places = 1;

  /** `deps` of the next worker. */
  constructor(deps: () => WorkerDeps) {
    this.#deps = deps;
  }

  /** Resolves when the worker that the poke started is done; at once when it started none. */
  async poke(): Promise<void> {
    const [withRoom] = [...this.#workers].filter((worker) => worker.hasRoom);
    if (withRoom) {
      withRoom.claimMore();
      return;
    }
    const worker = new Worker(this.#deps(), [...this.#workers].at(-1)?.places ?? this.#places);
    this.#workers.add(worker);
    await worker.drain();
    this.#places = worker.places;
    this.#workers.delete(worker);
  }

  /** The platform is about to end this process. */
  release(): void {
    for (const worker of this.#workers) worker.release();
  }
}
