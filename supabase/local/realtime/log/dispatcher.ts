import type { Pool } from 'pg';
import type { Pgoutput } from 'pg-logical-replication';
import { type Json, type Log, messageOf } from '../types.ts';
import { audienceOf, type Candidate, type Subscriber, type Verdict } from '../visibility/audience.ts';
import { concerns } from '../visibility/bindings.ts';
import { type Change, payloadOf, readChange, withheldPayload } from './changes.ts';
import { readTable, type Table } from './tables.ts';

function isSameEvent(a: Verdict, b: Verdict): boolean {
  const selectOf = ({ binding }: Verdict) => JSON.stringify(binding.select);
  return a.change === b.change && a.subscriber === b.subscriber && a.error === b.error && selectOf(a) === selectOf(b);
}

function payloadFor({ change, table, selectable, binding, error }: Verdict): Json {
  return error === null ? payloadOf(change, table, selectable, binding.select) : withheldPayload(change, error);
}

/** So many changes are judged with one statement for each question. */
const MAX_BATCH = 500;
/** Reading the log pauses while so many changes wait. */
const MAX_QUEUE = 5_000;

export interface DispatcherOptions {
  pool: Pool;
  log: Log;
  /** Called before the first change of a table is judged, after each change of its definition or publication. */
  onTable(): Promise<void>;
  /** Called when changes could not be judged and are lost. */
  onFailure(reason: string): void;
}

/** Takes changes in the order of the log and hands them, in that order, to the subscribers who may see them. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #tables = new WeakMap<Pgoutput.MessageRelation, Promise<Table | undefined>>();
  #queue: (Change | Pgoutput.MessageRelation)[] = [];
  #work: Promise<void> | undefined;
  #committedAt = '';

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Takes a message of the log. The promise, if any, is pending while too much waits. */
  push(message: Pgoutput.Message): Promise<void> | void {
    if (message.tag === 'begin')
      this.#committedAt = new Date(Number(message.commitTime.valueOf() / 1000n)).toISOString();
    else if (message.tag === 'relation') this.#queue.push(message);
    else {
      const change = readChange(message, this.#committedAt);
      if (change !== undefined) this.#queue.push(change);
    }
    if (this.#queue.length === 0) return;
    this.#work ??= this.#drain();
    return this.#queue.length > MAX_QUEUE ? this.#work : undefined;
  }

  async #drain(): Promise<void> {
    // A transaction's changes arrive in one go: let them queue up first.
    await new Promise(setImmediate);
    try {
      while (this.#queue.length > 0) {
        const [first] = this.#queue;
        if (first !== undefined && 'tag' in first) {
          this.#queue.shift();
          await this.#options.onTable();
        } else await this.#dispatch(this.#takeBatch());
      }
    } catch (error) {
      this.#queue = [];
      this.#options.onFailure(messageOf(error));
    } finally {
      this.#work = undefined;
    }
  }

  /** Changes up to the next relation, which may change how the ones after it are judged. */
  #takeBatch(): Change[] {
    const batch: Change[] = [];
    for (const item of this.#queue) {
      if ('tag' in item || batch.length === MAX_BATCH) break;
      batch.push(item);
    }
    this.#queue.splice(0, batch.length);
    return batch;
  }

  async #dispatch(batch: Change[]): Promise<void> {
    const candidates: Candidate[] = [];
    for (const change of batch) {
      const { schema, name } = change.relation;
      for (const subscriber of this.#subscribers) {
        const { claims } = subscriber;
        for (const binding of subscriber.bindings) {
          if (!concerns(binding, schema, name, change.event)) continue;
          const table = await this.#tableOf(change.relation);
          if (table !== undefined) candidates.push({ change, table, subscriber, claims, binding });
        }
      }
    }
    if (candidates.length === 0) return;
    const { pool, log } = this.#options;
    this.#send(await audienceOf(pool, candidates, log));
  }

  /** One event for each change and subscriber, unless the subscriber's bindings select different columns. */
  #send(verdicts: Verdict[]): void {
    let ids: number[] = [];
    for (const [i, verdict] of verdicts.entries()) {
      const next = verdicts[i + 1];
      ids.push(verdict.binding.id);
      if (next !== undefined && isSameEvent(verdict, next)) continue;
      verdict.subscriber.deliver(ids, payloadFor(verdict));
      ids = [];
    }
  }

  /** The catalogue's entry for a relation: the log repeats the relation when its definition or its grants change. */
  #tableOf(relation: Pgoutput.MessageRelation): Promise<Table | undefined> {
    const known = this.#tables.get(relation);
    if (known !== undefined) return known;
    const table = readTable(this.#options.pool, relation.relationOid);
    this.#tables.set(relation, table);
    table.catch(() => this.#tables.delete(relation));
    return table;
  }
}
