import { Condition } from './condition.ts';

/** A frame of version 2.0.0: join_ref, ref, topic, event, payload. */
export type RawFrame = [string | null, string | null, string, string, Record<string, unknown>];

/** A WebSocket that keeps all it hears. */
export class RawSocket {
  readonly messages: (string | ArrayBuffer)[] = [];
  readonly #socket: WebSocket;
  readonly #heard = new Condition();

  private constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('message', ({ data }) => {
      this.messages.push(data);
      this.#heard.changed();
    });
  }

  /** Rejects when the server refuses the socket. */
  static open(url: string): Promise<RawSocket> {
    const raw = new RawSocket(url);
    return new Promise((resolve, reject) => {
      raw.#socket.addEventListener('open', () => resolve(raw));
      raw.#socket.addEventListener('error', () => reject(new Error('Open a socket: the server refused it')));
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get frames(): RawFrame[] {
    return this.messages.filter((message) => typeof message === 'string').map((text) => JSON.parse(text));
  }

  send(frame: RawFrame | string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(Array.isArray(frame) ? JSON.stringify(frame) : frame);
  }

  join(topic: string, ref: string, config: Record<string, unknown>, token?: string): void {
    this.send([ref, ref, topic, 'phx_join', { config, ...(token === undefined ? {} : { access_token: token }) }]);
  }

  /** Waits for the first frame that fits. */
  frame(what: string, fits: (frame: RawFrame) => boolean): Promise<RawFrame> {
    return this.#heard.until(
      () => what,
      () => this.frames.find(fits) ?? null,
    );
  }

  /** Waits for the answer to a ref. */
  reply(ref: string): Promise<RawFrame> {
    return this.frame(`the reply to ${ref}`, ([, answered, , event]) => answered === ref && event === 'phx_reply');
  }

  /** Waits for a message about the channel itself. */
  system(topic: string, status: 'ok' | 'error'): Promise<RawFrame> {
    return this.frame(`system ${status} of ${topic}`, ([, , heard, event, payload]) => {
      return heard === topic && event === 'system' && payload.status === status;
    });
  }

  close(): void {
    this.#socket.close();
  }
}
