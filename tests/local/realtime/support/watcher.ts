import type { RealtimeChannel, RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js';
import { Condition } from './condition.ts';

type Row = Record<string, unknown>;
export type Payload = RealtimePostgresChangesPayload<Row>;
/** What a test listens to; the table defaults to jobs, the event to all. */
export interface Wanted {
  event?: '*' | 'INSERT' | 'UPDATE' | 'DELETE';
  schema?: string;
  table?: string;
  filter?: string;
  select?: string[];
}

let channels = 0;

/** A subscribed channel that keeps all it hears. */
export class Watcher {
  readonly events: Payload[] = [];
  readonly states: string[] = [];
  readonly system: { status: string; message: string; extension: string }[] = [];
  readonly channel: RealtimeChannel;
  readonly #heard = new Condition();

  private constructor(client: SupabaseClient, wanted: Wanted) {
    channels += 1;
    this.channel = client.channel(`watcher-${channels}`);
    const binding = { event: '*' as const, schema: 'public', table: 'jobs', ...wanted };
    this.channel
      // The overloads want one literal event each; at run time they are one.
      .on('postgres_changes', binding as { event: '*'; schema: string }, (payload: Payload) =>
        this.#keep(this.events, payload),
      )
      .on('system', {}, (payload) => this.#keep(this.system, payload))
      .subscribe((state) => this.#keep(this.states, state));
  }

  #keep<T>(list: T[], item: T): void {
    list.push(item);
    this.#heard.changed();
  }

  /** Subscribes and waits until changes flow. */
  static async start(client: SupabaseClient, wanted: Wanted = {}): Promise<Watcher> {
    const watcher = await Watcher.open(client, wanted);
    await watcher.heard('ok');
    return watcher;
  }

  /** Subscribes without waiting for more than the token: a channel that joins before it has one stays without. */
  static async open(client: SupabaseClient, wanted: Wanted = {}): Promise<Watcher> {
    await client.realtime.setAuth();
    return new Watcher(client, wanted);
  }

  /** Waits for the n-th system message of a status; gives its text. */
  heard(status: 'ok' | 'error', count = 1): Promise<string> {
    const find = () => this.system.filter((message) => message.status === status)[count - 1]?.message ?? null;
    return this.#heard.until(() => `${count} system messages '${status}'`, find);
  }

  /** Waits for so many events; gives the last one. */
  received(count: number): Promise<Payload> {
    return this.#heard.until(
      () => `${count} events, got ${this.events.length}`,
      () => this.events[count - 1] ?? null,
    );
  }

  /** Waits for so many events of a kind. */
  receivedEvents(kind: Payload['eventType'], count: number): Promise<true> {
    return this.#heard.until(
      () => `${count} events ${kind}`,
      () => this.events.filter((event) => event.eventType === kind).length >= count || null,
    );
  }

  state(name: string): Promise<string> {
    return this.#heard.until(
      () => `state ${name}, got ${this.states}`,
      () => this.states.find((state) => state === name) ?? null,
    );
  }

  /** The ids of the rows heard of, in order. */
  get ids(): unknown[] {
    return this.events.map((event) => (event.eventType === 'DELETE' ? event.old.id : event.new.id));
  }
}
