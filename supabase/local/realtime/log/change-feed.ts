import type { Pool } from 'pg';
import type { Log } from '../types.ts';
import type { Subscriber } from '../visibility/audience.ts';
import type { Binding } from '../visibility/bindings.ts';
import { checkDatabase, openCatalogue } from '../visibility/catalogue.ts';
import { refusalOf } from '../visibility/subscription-check.ts';
import { Dispatcher } from './dispatcher.ts';
import { Replication } from './replication.ts';

/** A subscriber that wants to know how the feed fares. */
export interface FeedClient extends Subscriber {
  /** Changes flow from now on: subscribe (again). */
  onFeedUp(): void;
  onFeedDown(): void;
  /** The definition or publication of a table changed: what was refused before may be possible now. */
  onTableChange(): Promise<void>;
}

/** The changes of the database: reads the log and brings each change to the active clients that may see it. */
export class ChangeFeed {
  readonly #pool: Pool;
  readonly #dispatcher: Dispatcher;
  readonly #replication: Replication;
  readonly #clients = new Set<FeedClient>();

  constructor(databaseUrl: string, log: Log) {
    this.#pool = openCatalogue(databaseUrl);
    this.#dispatcher = new Dispatcher({
      pool: this.#pool,
      log,
      onTable: async () => {
        await Promise.all([...this.#clients].map((client) => client.onTableChange()));
      },
      // The new connection starts at the end of the log, and all clients are told to fetch again.
      onFailure: (reason) => this.#replication.restart(`a change could not be judged: ${reason}`),
    });
    const listener = {
      onUp: () => this.#tell((client) => client.onFeedUp()),
      onDown: () => this.#tell((client) => client.onFeedDown()),
      onMessage: this.#dispatcher.push.bind(this.#dispatcher),
    };
    this.#replication = new Replication(databaseUrl, listener, log);
  }

  /** Checks the database, then follows its log. Rejects when the database cannot be used; later failures are retried. */
  async start(): Promise<void> {
    try {
      await checkDatabase(this.#pool);
    } catch (error) {
      await this.#pool.end();
      throw error;
    }
    this.#replication.start();
  }

  get isUp(): boolean {
    return this.#replication.isUp;
  }

  /** Why a role cannot subscribe to these bindings; null when it can. Rejects when the database cannot be asked. */
  refusalOf(role: string, bindings: readonly Binding[]): Promise<string | null> {
    return refusalOf(this.#pool, role, bindings);
  }

  /** Keeps the client informed; changes come only after `activate`. */
  register(client: FeedClient): void {
    this.#clients.add(client);
  }

  activate(client: FeedClient): void {
    this.#dispatcher.add(client);
  }

  deactivate(client: FeedClient): void {
    this.#dispatcher.remove(client);
  }

  unregister(client: FeedClient): void {
    this.#clients.delete(client);
    this.#dispatcher.remove(client);
  }

  async close(): Promise<void> {
    this.#clients.clear();
    await this.#replication.close();
    await this.#pool.end();
  }

  #tell(message: (client: FeedClient) => void): void {
    for (const client of this.#clients) message(client);
  }
}
