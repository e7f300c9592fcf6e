/**
 * Calls for many what comes for one at a time, without making anybody wait: the first is sent at once, and what comes while a call is
 * under way goes together in the next.
 */
export class Batch<Item, Result> {
  readonly #send: (items: Item[]) => Promise<Result[]>;
  #waiting: { item: Item; settle: PromiseWithResolvers<Result> }[] = [];
  #isSending = false;

  /** `send` answers in the order of its items; when it rejects, all of them do. */
  constructor(send: (items: Item[]) => Promise<Result[]>) {
    this.#send = send;
  }

  add(item: Item): Promise<Result> {
    const settle = Promise.withResolvers<Result>();
    this.#waiting.push({ item, settle });
    if (!this.#isSending) void this.#sendAll();
    return settle.promise;
  }

  /** Never rejects: each of the waiting learns what became of its call. */
  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const results = await this.#send(batch.map(({ item }) => item));
        for (const [index, { settle }] of batch.entries()) settle.resolve(results[index] as Result);
      } catch (error) {
        for (const { settle } of batch) settle.reject(error);
      }
    }
    this.#isSending = false;
  }
}
