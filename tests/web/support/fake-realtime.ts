type Frame = [string | null, string | null, string, string, Record<string, unknown>];

interface Joined {
  socket: FakeSocket;
  joinRef: string | null;
  token: string | null;
  ids: number[];
}

interface JoinPayload {
  access_token?: string;
  config?: { postgres_changes?: Array<Record<string, unknown>> };
}

/** The server's side of Realtime, protocol 2.0.0, in memory: what a test needs to push, close and refuse. */
export class FakeRealtime {
  readonly sockets = new Set<FakeSocket>();
  readonly channels = new Map<string, Joined>();
  /** Join payloads in the order in which they came. */
  readonly joins: Array<{ topic: string; payload: JoinPayload }> = [];
  /** Sockets are refused while true. */
  isDown = false;
  #lastId = 0;

  receive(socket: FakeSocket, frame: Frame): void {
    const [joinRef, ref, topic, event, payload] = frame;
    const reply = (response: Record<string, unknown>) =>
      socket.deliver([joinRef, ref, topic, 'phx_reply', { status: 'ok', response }]);
    if (event === 'phx_join') this.#join(socket, joinRef, topic, payload as JoinPayload, reply);
    else if (event === 'phx_leave') {
      this.channels.delete(topic);
      reply({});
    } else if (event === 'heartbeat') reply({});
  }

  #join(
    socket: FakeSocket,
    joinRef: string | null,
    topic: string,
    payload: JoinPayload,
    reply: (response: Record<string, unknown>) => void,
  ): void {
    this.joins.push({ topic, payload });
    const bindings = (payload.config?.postgres_changes ?? []).map((binding) => {
      this.#lastId += 1;
      return { ...binding, id: this.#lastId };
    });
    const ids = bindings.map(({ id }) => id);
    this.channels.set(topic, { socket, joinRef, token: payload.access_token ?? null, ids });
    reply({ postgres_changes: bindings });
    this.system('ok');
  }

  /** Sends an insert or update of a row to every channel; the first binding is INSERT, the second UPDATE. */
  push(type: 'INSERT' | 'UPDATE', row: Record<string, unknown>): void {
    for (const [topic, { socket, ids }] of this.channels) {
      const id = ids[type === 'INSERT' ? 0 : 1];
      const columns = Object.keys(row).map((name) => ({ name, type: typeof row[name] === 'number' ? 'int4' : 'text' }));
      const data = {
        schema: 'public',
        table: 'integration_jobs',
        type,
        commit_timestamp: new Date().toISOString(),
        columns,
        record: row,
        errors: null,
      };
      socket.deliver([null, null, topic, 'postgres_changes', { ids: [id], data }]);
    }
  }

  system(status: 'ok' | 'error'): void {
    for (const [topic, { socket, joinRef }] of this.channels) {
      const payload = { extension: 'postgres_changes', status, message: 'Subscribed to PostgreSQL', channel: topic };
      socket.deliver([joinRef, null, topic, 'system', payload]);
    }
  }

  /** Closes every channel, as the server does when a token has expired. */
  closeChannels(): void {
    for (const [topic, { socket, joinRef }] of this.channels) {
      this.channels.delete(topic);
      socket.deliver([joinRef, null, topic, 'phx_close', {}]);
    }
  }

  /** Cuts every connection. */
  dropSockets(): void {
    this.channels.clear();
    for (const socket of [...this.sockets]) socket.close(1006);
  }
}

const current: { server: FakeRealtime } = { server: new FakeRealtime() };

/** Makes a server the one that new sockets connect to. */
export function serveRealtime(server: FakeRealtime): void {
  current.server = server;
}

/** Stands in for the browser's WebSocket. */
export class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState: number = FakeSocket.CONNECTING;
  binaryType = 'blob';
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly url: string;
  readonly #server = current.server;

  constructor(url: string) {
    this.url = url;
    queueMicrotask(() => this.#open());
  }

  #open(): void {
    if (this.readyState !== FakeSocket.CONNECTING) return;
    if (this.#server.isDown) {
      this.close(1006);
      return;
    }
    this.readyState = FakeSocket.OPEN;
    this.#server.sockets.add(this);
    this.onopen?.(new Event('open'));
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Frame;
    queueMicrotask(() => this.#server.receive(this, frame));
  }

  deliver(frame: Frame): void {
    queueMicrotask(() => {
      if (this.readyState === FakeSocket.OPEN)
        this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame) }));
    });
  }

  close(code = 1000): void {
    if (this.readyState === FakeSocket.CLOSED) return;
    this.readyState = FakeSocket.CLOSED;
    this.#server.sockets.delete(this);
    queueMicrotask(() => this.onclose?.(new CloseEvent('close', { code, wasClean: code === 1000 })));
  }
}
