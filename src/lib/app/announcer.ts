/** Least time between two announcements: a screen reader must be able to finish a sentence. */
export const ANNOUNCE_INTERVAL_MS = 5000;

type Listener = (text: string) => void;

/**
 * The one source of spoken messages. What comes faster than the interval waits, and the last one wins: people need
 * the present state, not the history.
 */
export class Announcer {
  readonly #listeners = new Set<Listener>();
  #lastAt = Number.NEGATIVE_INFINITY;
  #next: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly announce = (text: string): void => {
    const wait = this.#lastAt + ANNOUNCE_INTERVAL_MS - Date.now();
    if (wait <= 0) {
      this.#speak(text);
      return;
    }
    this.#next = text;
    this.#timer ??= setTimeout(() => this.#speak(this.#next ?? text), wait);
  };

  #speak(text: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#next = null;
    this.#lastAt = Date.now();
    for (const listener of this.#listeners) listener(text);
  }
}

export const announcer = new Announcer();
