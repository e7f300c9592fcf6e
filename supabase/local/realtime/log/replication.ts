import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { LogicalReplicationService, type Pgoutput, PgoutputPlugin } from 'pg-logical-replication';
import { type Log, messageOf } from '../types.ts';
import { PUBLICATION } from '../visibility/catalogue.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
/** Values arrive as text: these settings make the text independent of the server's configuration. */
const SESSION =
  '-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1';

/** What the library keeps to itself of its connection. */
interface ServiceInside {
  _client: { on(event: 'error', listener: (error: Error) => void): void } | null;
}

/** pgoutput on a slot that lives as long as its connection, so that no log piles up after a crash of this process. */
class TemporarySlotPlugin extends PgoutputPlugin {
  override async start(client: Client, slotName: string): Promise<unknown> {
    await client.query(`CREATE_REPLICATION_SLOT "${slotName}" TEMPORARY LOGICAL pgoutput (SNAPSHOT 'nothing')`);
    return super.start(client, slotName, '0/0');
  }

  /** Keeps every value as its text: the library would turn big numbers and times into lossy objects. */
  override parse(buffer: Buffer): Pgoutput.Message {
    const message = super.parse(buffer);
    if (message.tag === 'relation') for (const column of message.columns) column.parser = (text: string) => text;
    return message;
  }
}

export interface ReplicationListener {
  /** Changes committed from now on will come. */
  onUp(): void;
  /** Changes may be missed until the next onUp. */
  onDown(reason: string): void;
  /** A message of the log; while the promise is pending no further one is read. */
  onMessage(message: Pgoutput.Message): Promise<void> | void;
}

/** The position before one: the library acknowledges the position after the one it is given. */
function before(lsn: string): string {
  const [high = '0', low = '0'] = lsn.split('/');
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  return position < 0n ? '0/0' : `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

/** Follows the write-ahead log of the publication for as long as it is not closed, across restarts of Postgres. */
export class Replication {
  readonly #databaseUrl: string;
  readonly #listener: ReplicationListener;
  readonly #log: Log;
  #service: LogicalReplicationService | undefined;
  #isUp = false;
  #isClosed = false;
  #retryMs = FIRST_RETRY_MS;
  #lastReason = '';
  #retry: NodeJS.Timeout | undefined;

  constructor(databaseUrl: string, listener: ReplicationListener, log: Log) {
    this.#databaseUrl = databaseUrl;
    this.#listener = listener;
    this.#log = log;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Connects and follows. Never rejects: a failure is logged and tried again, later each time. */
  start(): void {
    const service = new LogicalReplicationService(
      { connectionString: this.#databaseUrl, options: SESSION, application_name: 'realtime', keepAlive: true },
      { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: true } },
    );
    this.#service = service;
    service.on('start', () => this.#onStart(service));
    service.on('data', (_lsn, message: Pgoutput.Message) => this.#listener.onMessage(message));
    service.on('error', (error) => this.#onLost(service, messageOf(error)));
    // Answering each one lets Postgres shut down at once: it waits until all that it sent is acknowledged.
    service.on('heartbeat', async (lsn) => {
      await service.acknowledge(before(lsn));
    });
    const plugin = new TemporarySlotPlugin({ protoVersion: 1, publicationNames: [PUBLICATION] });
    service.subscribe(plugin, `realtime_${process.pid}_${randomBytes(4).toString('hex')}`).then(
      () => this.#onLost(service, 'the server ended the stream'),
      (error: unknown) => this.#onLost(service, messageOf(error)),
    );
    // The library listens for errors of its connection from the moment after it is made: one that comes in that moment (Postgres
    // shuts down) would end this process. By now the connection exists and has not been made yet.
    setImmediate(() => {
      const { _client: client } = service as unknown as ServiceInside;
      client?.on('error', (error) => this.#onLost(service, messageOf(error)));
    });
  }

  /** Gives up the connection and makes a new one; listeners hear that changes may have been missed. */
  restart(reason: string): void {
    if (this.#service !== undefined) this.#onLost(this.#service, reason);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isUp = false;
    clearTimeout(this.#retry);
    await this.#service?.stop();
  }

  #onStart(service: LogicalReplicationService): void {
    if (service !== this.#service || this.#isClosed) return;
    this.#isUp = true;
    this.#retryMs = FIRST_RETRY_MS;
    this.#lastReason = '';
    this.#log('Follow the write-ahead log: changes flow');
    this.#listener.onUp();
  }

  #onLost(service: LogicalReplicationService, reason: string): void {
    if (service !== this.#service || this.#isClosed) return;
    this.#service = undefined;
    service.stop().catch((error: unknown) => this.#log(`Close a replication connection: ${messageOf(error)}`));
    // A database that stays away is one line, not one for each try.
    if (reason !== this.#lastReason) this.#log(`Follow the write-ahead log: lost (${reason}), trying again`);
    this.#lastReason = reason;
    if (this.#isUp) {
      this.#isUp = false;
      this.#listener.onDown(reason);
    }
    this.#retry = setTimeout(() => this.start(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
