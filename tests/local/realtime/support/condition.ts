/** Something that changes from time to time, and that tests wait for without looking again and again. */
export class Condition {
  readonly #waiting = new Set<() => void>();

  /** Says that a look may find something new. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Waits until `look` answers something other than null. Rejects after `timeoutMs` with what was waited for. */
  until<T>(what: () => string, look: () => T | null, timeoutMs = 10_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${what()}`));
      }, timeoutMs);
      const check = () => {
        const found = look();
        if (found === null) return;
        settle();
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }
}
