import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { bootstrap } from '../../../../supabase/local/postgres/bootstrap.ts';
import { type Postgres, startPostgres } from '../../../../supabase/local/postgres/postgres.ts';
import { createRealtime, type Realtime } from '../../../../supabase/local/realtime/server.ts';
import { RawSocket } from './raw-socket.ts';
import { SCHEMA } from './schema.ts';
import { tokenOf, verifyToken } from './tokens.ts';

export const PUBLISHABLE_KEY = 'sb_publishable_test';
export const SECRET_KEY = 'sb_secret_test';

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Postgres with the platform's bootstrap and the schema of these tests, and the Realtime server in front of it. */
export class Fixture {
  readonly databaseUrl: string;
  readonly sql: postgres.Sql;
  readonly lines: string[] = [];
  #url = '';
  #postgres: Postgres | undefined;
  #realtime: Realtime | undefined;
  readonly #dataDir: string;
  readonly #dbPort: number;
  readonly #server = createServer();
  readonly #clients = new Map<SupabaseClient, { token: string | undefined }>();
  readonly #sockets: RawSocket[] = [];

  private constructor(dataDir: string, dbPort: number) {
    this.#dataDir = dataDir;
    this.#dbPort = dbPort;
    this.databaseUrl = `postgres://supabase_admin:postgres@127.0.0.1:${dbPort}/postgres`;
    this.sql = postgres(this.databaseUrl, { max: 2, onnotice: () => {} });
  }

  static async start(): Promise<Fixture> {
    const fixture = new Fixture(await mkdtemp(join(tmpdir(), 'integracoes-realtime-')), await freePort());
    await fixture.startPostgres();
    await bootstrap(fixture.databaseUrl);
    await fixture.sql.unsafe(SCHEMA).simple();
    const realtime = await createRealtime({
      databaseUrl: fixture.databaseUrl,
      verifyToken,
      publishableKey: PUBLISHABLE_KEY,
      secretKey: SECRET_KEY,
      log: (line) => fixture.lines.push(line),
    });
    fixture.#realtime = realtime;
    fixture.#server.on('upgrade', (req, socket, head) => realtime.handleUpgrade(req, socket, head));
    fixture.#url = `http://127.0.0.1:${await listen(fixture.#server)}`;
    return fixture;
  }

  async startPostgres(): Promise<void> {
    this.#postgres = await startPostgres({ dataDir: this.#dataDir, dbPort: this.#dbPort, isDurable: false });
  }

  async stopPostgres(): Promise<void> {
    await this.#postgres?.stop();
  }

  /** A client as the app has it; `user` is signed in, nobody when it is left out. */
  client(user?: string, key = PUBLISHABLE_KEY): SupabaseClient {
    return this.clientWithToken(user === undefined ? undefined : tokenOf({ sub: user }), key);
  }

  clientWithToken(token: string | undefined, key = PUBLISHABLE_KEY): SupabaseClient {
    const holder = { token };
    const client = createClient(this.#url, key, { accessToken: async () => holder.token ?? key });
    this.#clients.set(client, holder);
    return client;
  }

  /** Gives a client another user's token, as a sign-in or a refresh does. */
  async swapToken(client: SupabaseClient, token: string): Promise<void> {
    const holder = this.#clients.get(client);
    if (holder !== undefined) holder.token = token;
    await client.realtime.setAuth();
  }

  /** A socket without a library on it. */
  async socket(key = PUBLISHABLE_KEY, version = '2.0.0'): Promise<RawSocket> {
    const socket = await RawSocket.open(this.socketUrl(key, version));
    this.#sockets.push(socket);
    return socket;
  }

  socketUrl(key: string, version = '2.0.0'): string {
    return `${this.#url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${key}&vsn=${version}`;
  }

  /** Lets go of what the test opened. Not awaited: the library takes 300 ms to close a socket. */
  disconnectAll(): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
    for (const client of this.#clients.keys()) void client.removeAllChannels();
    this.#clients.clear();
  }

  async closeRealtime(): Promise<void> {
    await this.#realtime?.close();
  }

  async stop(): Promise<void> {
    this.disconnectAll();
    await this.closeRealtime();
    await this.sql.end({ timeout: 1 });
    this.#server.close();
    await this.stopPostgres();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

/** One fixture for the tests of a file, with empty tables of jobs and notes before each. The function gives it. */
export function fixtureForFile(): () => Fixture {
  let fixture: Fixture | undefined;
  beforeAll(async () => {
    fixture = await Fixture.start();
  });
  afterEach(async () => {
    fixture?.disconnectAll();
    await fixture?.sql.unsafe('truncate public.jobs, public.notes');
  });
  afterAll(async () => {
    await fixture?.stop();
  });
  return () => {
    if (fixture === undefined) throw new Error('Use the fixture: it has not started');
    return fixture;
  };
}
