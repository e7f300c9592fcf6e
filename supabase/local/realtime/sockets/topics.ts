import type { Json } from '../types.ts';

/** A channel that hears broadcasts. */
export interface Listener {
  readonly topic: string;
  hear(message: Json): void;
}

/** The channels that are joined, by topic, over all sockets. */
export class Topics {
  readonly #listeners = new Map<string, Set<Listener>>();

  add(listener: Listener): void {
    const listeners = this.#listeners.get(listener.topic) ?? new Set();
    this.#listeners.set(listener.topic, listeners.add(listener));
  }

  remove(listener: Listener): void {
    const listeners = this.#listeners.get(listener.topic);
    if (listeners?.delete(listener) && listeners.size === 0) this.#listeners.delete(listener.topic);
  }

  /** Hands a message to all channels of the sender's topic; to the sender itself only if it wants that. */
  broadcast(sender: Listener, message: Json, toSelf: boolean): void {
    for (const listener of this.#listeners.get(sender.topic) ?? []) {
      if (listener !== sender || toSelf) listener.hear(message);
    }
  }

  /** Hands a message of somebody without a channel to all channels of a topic. */
  send(topic: string, message: Json): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener.hear(message);
  }
}
