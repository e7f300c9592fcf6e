import type { RawData, WebSocket } from 'ws';
import { asObject, type Claims, type Json } from '../types.ts';
import { Channel, type ChannelContext, type ChannelHost } from './channel.ts';
import {
  decodeBinary,
  decodeText,
  encodeBroadcast,
  encodeText,
  type Frame,
  FrameError,
  type Version,
} from './frames.ts';

/** The client sends a heartbeat every 25 s: one that is silent for longer than this is gone. */
const SILENCE_MS = 60_000;
/** A client that reads so slowly is cut off: it connects again and fetches what it missed. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;
const MAX_CHANNELS = 100;

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** One client's socket with its channels. */
export class Connection implements ChannelHost {
  readonly keyClaims: Claims;
  readonly #socket: WebSocket;
  readonly #version: Version;
  readonly #context: ChannelContext;
  readonly #channels = new Map<string, Channel>();
  readonly #silence: NodeJS.Timeout;
  #hasWarned = false;

  constructor(socket: WebSocket, version: Version, keyClaims: Claims, context: ChannelContext) {
    this.#socket = socket;
    this.#version = version;
    this.keyClaims = keyClaims;
    this.#context = context;
    this.#silence = setTimeout(() => socket.terminate(), SILENCE_MS);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('error', (error) => context.log(`Read a socket: ${error.message}`));
    socket.on('close', () => {
      clearTimeout(this.#silence);
      for (const channel of [...this.#channels.values()]) channel.abandon();
    });
  }

  send(frame: Frame): void {
    this.#write(encodeText(this.#version, frame));
  }

  sendBroadcast(topic: string, message: Json): void {
    const data = encodeBroadcast(this.#version, topic, message);
    if (data !== null) this.#write(data);
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  #write(data: string | Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#context.log('Write to a socket: its client does not read, cut off');
      this.#socket.terminate();
      return;
    }
    this.#socket.send(data);
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#silence.refresh();
    try {
      const buffer = toBuffer(data);
      this.#route(isBinary ? decodeBinary(buffer) : decodeText(this.#version, buffer.toString('utf8')));
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      // Once for each socket: a broken client must not fill the log.
      if (!this.#hasWarned) this.#context.log(`${error.message}: ignored`);
      this.#hasWarned = true;
    }
  }

  #route(frame: Frame): void {
    const { topic, event, joinRef } = frame;
    const channel = this.#channels.get(topic);
    if (event === 'phx_join') this.#join(frame);
    else if (topic === 'phoenix' && event === 'heartbeat') this.#reply(frame, 'ok', {});
    else if (channel !== undefined) {
      // A message for an earlier channel of the same topic.
      if (joinRef === null || joinRef === channel.joinRef) channel.handle(frame);
    } else if (event === 'phx_leave') this.#reply(frame, 'ok', {});
    else this.#reply(frame, 'error', { reason: 'unmatched topic' });
  }

  #join(frame: Frame): void {
    if (!frame.topic.startsWith('realtime:')) {
      this.#reply(frame, 'error', { reason: 'unmatched topic' });
      return;
    }
    // A client that joins again has forgotten the channel before.
    this.#channels.get(frame.topic)?.close();
    if (this.#channels.size >= MAX_CHANNELS) {
      this.#reply(frame, 'error', { reason: 'ChannelRateLimitReached: Too many channels' });
      return;
    }
    const channel = new Channel(frame.topic, frame.joinRef ?? frame.ref, this, this.#context);
    this.#channels.set(frame.topic, channel);
    channel.join(frame.ref, asObject(frame.payload));
  }

  #reply({ joinRef, ref, topic }: Frame, status: 'ok' | 'error', response: Json): void {
    this.send({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
  }
}
