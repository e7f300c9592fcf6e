import type { RealtimeChannel, RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js';
import { until } from '../../support/until.ts';

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

  private constructor(client: SupabaseClient, wanted: Wanted) {
    channels += 1;
    this.channel = client.channel(`watcher-${channels}`);
    const binding = { event: '*' as const, schema: 'public', table: 'jobs', ...wanted };
    this.channel
      // The overloads want one literal event each; at run time they are one.
      .on('postgres_changes', binding as { event: '*'; schema: string }, (payload: Payload) =>
        this.events.push(payload),
      )
      .on('system', {}, (payload) => this.system.push(payload))
      .subscribe((state) => this.states.push(state));
  }

  /** Subscribes and waits until changes flow. */
  static async start(client: SupabaseClient, wanted: Wanted = {}): Promise<Watcher> {
    const watcher = new Watcher(client, wanted);
    await watcher.heard('ok');
    return watcher;
  }

  /** Subscribes without waiting. */
  static open(client: SupabaseClient, wanted: Wanted = {}): Watcher {
    return new Watcher(client, wanted);
  }

  /** Waits for the n-th system message of a status; gives its text. */
  heard(status: 'ok' | 'error', count = 1): Promise<string> {
    return until(
      `${count} system messages '${status}'`,
      () => this.system.filter((message) => message.status === status)[count - 1]?.message ?? null,
      5_000,
    );
  }

  /** Waits for so many events; gives the last one. */
  received(count: number): Promise<Payload> {
    return until(`${count} events, got ${this.events.length}`, () => this.events[count - 1] ?? null, 10_000);
  }

  state(name: string): Promise<string> {
    return until(`state ${name}`, () => this.states.find((state) => state === name) ?? null, 5_000);
  }

  /** The ids of the rows heard of, in order. */
  get ids(): unknown[] {
    return this.events.map((event) => (event.eventType === 'DELETE' ? event.old.id : event.new.id));
  }
}
