import type { ChangeFeed, FeedClient } from '../log/change-feed.ts';
import { type Claims, type Json, type Log, messageOf } from '../types.ts';
import type { Binding } from '../visibility/bindings.ts';

export interface SubscriptionEvents {
  /** From now on every committed change comes. Repeated after each interruption and each new token. */
  onSubscribed(): void;
  /** Changes do not come. Final: only a new token or another definition of the tables can change that. */
  onProblem(message: string, isFinal: boolean): void;
  onChange(ids: number[], data: Json): void;
}

const RETRY_MS = 5_000;

/** A channel's part in the feed of changes, through interruptions of the feed and changes of its holder. */
export class Subscription implements FeedClient {
  readonly bindings: readonly Binding[];
  readonly #feed: ChangeFeed;
  readonly #events: SubscriptionEvents;
  readonly #log: Log;
  #claims: Claims;
  #refusal: string | null = null;
  #attempts = 0;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(feed: ChangeFeed, bindings: readonly Binding[], claims: Claims, events: SubscriptionEvents, log: Log) {
    this.bindings = bindings;
    this.#feed = feed;
    this.#claims = claims;
    this.#events = events;
    this.#log = log;
    feed.register(this);
  }

  get claims(): Claims {
    return this.#claims;
  }

  /** Judges by other claims from now on, and subscribes again. */
  async swapClaims(claims: Claims): Promise<void> {
    this.#claims = claims;
    await this.subscribe();
  }

  /** Subscribes once the feed is up, and tells how it went. A later call takes the place of one that is under way. */
  async subscribe(isQuiet = false): Promise<void> {
    this.#attempts += 1;
    const attempt = this.#attempts;
    clearTimeout(this.#retry);
    if (!this.#feed.isUp) return;
    let refusal: string | null;
    try {
      refusal = await this.#feed.refusalOf(this.#claims.role ?? 'anon', this.bindings);
    } catch (error) {
      this.#log(`Subscribe to changes: ${messageOf(error)}`);
      if (!this.#isCurrent(attempt)) return;
      this.#events.onProblem('Unable to subscribe to changes: the database cannot be reached', false);
      this.#retry = setTimeout(() => this.subscribe(), RETRY_MS);
      return;
    }
    if (!this.#isCurrent(attempt) || !this.#feed.isUp) return;
    const isKnown = isQuiet && refusal !== null && refusal === this.#refusal;
    this.#refusal = refusal;
    if (refusal === null) {
      this.#feed.activate(this);
      this.#events.onSubscribed();
    } else {
      this.#feed.deactivate(this);
      if (!isKnown) this.#events.onProblem(refusal, true);
    }
  }

  deliver(ids: number[], data: Json): void {
    if (!this.#isClosed) this.#events.onChange(ids, data);
  }

  onFeedUp(): void {
    // Never rejects: every failure is reported through the events.
    void this.subscribe();
  }

  onFeedDown(): void {
    this.#events.onProblem('Lost the connection to the database: changes may be missed until it is back', false);
  }

  async onTableChange(): Promise<void> {
    if (this.#refusal !== null) await this.subscribe(true);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#feed.unregister(this);
  }

  #isCurrent(attempt: number): boolean {
    return attempt === this.#attempts && !this.#isClosed;
  }
}
