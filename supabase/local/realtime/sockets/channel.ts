import type { ChangeFeed } from '../log/change-feed.ts';
import { asObject, type Claims, type Json, type Log, messageOf, type VerifyToken } from '../types.ts';
import type { Frame, Ref } from './frames.ts';
import { expiryMessage, TokenError, userTokenOf, verifyUserToken } from './identity.ts';
import { type JoinRequest, readJoin } from './join.ts';
import { Subscription } from './subscription.ts';
import type { Listener, Topics } from './topics.ts';

/** What all channels of a server share. */
export interface ChannelContext {
  feed: ChangeFeed;
  topics: Topics;
  verifyToken: VerifyToken;
  log: Log;
}

/** The socket that a channel belongs to. */
export interface ChannelHost {
  /** Whom the socket's API key stands for. */
  readonly keyClaims: Claims;
  send(frame: Frame): void;
  sendBroadcast(topic: string, message: Json): void;
  /** The channel is closed: its topic is free. */
  forget(channel: Channel): void;
}

/** A refused join; the message is the reason that the client reads. */
class JoinError extends Error {}

/** Silence would look like an empty room. */
const NO_PRESENCE = 'PresenceNotAvailable: The local stack has no Presence';

/** A token may be valid for longer than a timer can run. */
const LONGEST_TIMER_MS = 3_600_000;

export class Channel implements Listener {
  readonly topic: string;
  readonly joinRef: Ref;
  readonly #context: ChannelContext;
  readonly #host: ChannelHost;
  #request: JoinRequest | undefined;
  #subscription: Subscription | undefined;
  #token: string | undefined;
  #expiry: NodeJS.Timeout | undefined;
  /** Set while the answer to a join waits for the changes to flow. */
  #awaited: { accept(): void; refuse(reason: string): void } | undefined;
  #tasks: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(topic: string, joinRef: Ref, host: ChannelHost, context: ChannelContext) {
    this.topic = topic;
    this.joinRef = joinRef;
    this.#host = host;
    this.#context = context;
  }

  /** Answers a join. A refused one closes the channel. */
  join(ref: Ref, payload: Json): void {
    this.#enqueue(async () => {
      try {
        await this.#join(ref, readJoin(payload));
      } catch (error) {
        if (this.#isClosed) return;
        this.#release();
        this.#reply(ref, 'error', { reason: this.#reasonOf(error) });
      }
    });
  }

  handle(frame: Frame): void {
    const payload = asObject(frame.payload);
    if (frame.event === 'phx_leave') {
      this.#reply(frame.ref, 'ok', {});
      this.close();
    } else if (frame.event === 'access_token') this.#enqueue(() => this.#refresh(payload.access_token));
    else if (frame.event === 'broadcast') this.#enqueue(() => this.#broadcast(frame.ref, payload));
    else if (frame.event === 'presence') this.#enqueue(() => this.#reply(frame.ref, 'error', { reason: NO_PRESENCE }));
  }

  hear(message: Json): void {
    this.#host.sendBroadcast(this.topic, message);
  }

  /** Ends the channel and tells the client so. */
  close(): void {
    if (this.#isClosed) return;
    this.#release();
    this.#host.send({ joinRef: this.joinRef, ref: this.joinRef, topic: this.topic, event: 'phx_close', payload: {} });
  }

  /** Ends the channel without a word, because its socket is gone or its join was refused. */
  #release(): void {
    this.#isClosed = true;
    clearTimeout(this.#expiry);
    this.#subscription?.close();
    this.#awaited?.refuse('The channel was closed');
    this.#context.topics.remove(this);
    this.#host.forget(this);
  }

  abandon(): void {
    if (!this.#isClosed) this.#release();
  }

  async #join(ref: Ref, request: JoinRequest): Promise<void> {
    if (this.topic === 'realtime:') throw new JoinError('TopicNameRequired: You must provide a topic name');
    const claims = await this.#claimsOf(request.token);
    if (request.isPrivate) {
      const name = this.topic.slice('realtime:'.length);
      throw new JoinError(
        `Unauthorized: You do not have permissions to read from this Channel topic: ${name} (the local stack has no private channels)`,
      );
    }
    if (request.hasPresence) throw new JoinError(NO_PRESENCE);
    if (this.#isClosed) return;
    this.#request = request;
    this.#token = request.token;
    this.#watchExpiry(claims);
    if (request.bindings.length > 0) this.#open(request, claims);
    if (request.waitMs === null) this.#accept(ref, request);
    // Never rejects: it tells through the events how it went, now or once the feed is up.
    void this.#subscription?.subscribe();
    if (request.waitMs !== null) await this.#awaitSubscription(ref, request, request.waitMs);
  }

  #accept(ref: Ref, request: JoinRequest): void {
    this.#context.topics.add(this);
    this.#reply(ref, 'ok', { postgres_changes: request.echo });
  }

  #awaitSubscription(ref: Ref, request: JoinRequest, waitMs: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer);
        this.#awaited = undefined;
        outcome();
      };
      const refuse = (reason: string) => settle(() => reject(new JoinError(reason)));
      const late = `PostgresChangesSubscribeTimeout: Timed out after ${waitMs}ms waiting for the postgres_changes subscription`;
      const timer = setTimeout(() => refuse(late), waitMs);
      const accept = () =>
        settle(() => {
          this.#accept(ref, request);
          resolve();
        });
      this.#awaited = { accept, refuse };
    });
  }

  #open(request: JoinRequest, claims: Claims): void {
    const events = {
      onSubscribed: () => {
        this.#awaited?.accept();
        this.#system('postgres_changes', 'ok', 'Subscribed to PostgreSQL');
      },
      onProblem: (message: string, isFinal: boolean) => {
        if (this.#awaited === undefined) this.#system('postgres_changes', 'error', message);
        else if (isFinal) this.#awaited.refuse(`RealtimeDisabledForConfiguration: ${message}`);
      },
      onChange: (ids: number[], data: Json) => {
        this.#host.send({
          joinRef: null,
          ref: null,
          topic: this.topic,
          event: 'postgres_changes',
          payload: { ids, data },
        });
      },
    };
    this.#subscription = new Subscription(this.#context.feed, request.bindings, claims, events, this.#context.log);
  }

  /** Takes a new token. None, the same one or an API key changes nothing; a bad one ends the channel. */
  async #refresh(value: unknown): Promise<void> {
    const token = userTokenOf(value);
    if (token === undefined || token === this.#token || this.#isClosed) return;
    try {
      const claims = await this.#claimsOf(token);
      if (this.#isClosed) return;
      this.#token = token;
      this.#watchExpiry(claims);
      void this.#subscription?.swapClaims(claims);
    } catch (error) {
      this.#shutDown(error instanceof TokenError ? error.message : 'Unable to verify the token');
      if (!(error instanceof TokenError)) throw error;
    }
  }

  #broadcast(ref: Ref, message: Json): void {
    if (this.#isClosed || this.#request === undefined) return;
    this.#context.topics.broadcast(this, message, this.#request.hearsItself);
    if (this.#request.acknowledges) this.#reply(ref, 'ok', {});
  }

  #claimsOf(token: string | undefined): Promise<Claims> | Claims {
    return token === undefined ? this.#host.keyClaims : verifyUserToken(token, this.#context.verifyToken);
  }

  /** Ends the channel when its holder's token expires, unless a new one comes before. */
  #watchExpiry({ exp }: Claims): void {
    clearTimeout(this.#expiry);
    if (exp === undefined) return;
    const remainingMs = exp * 1000 - Date.now();
    const check = () =>
      remainingMs > LONGEST_TIMER_MS ? this.#watchExpiry({ exp }) : this.#shutDown(expiryMessage(exp));
    this.#expiry = setTimeout(check, Math.min(remainingMs, LONGEST_TIMER_MS));
  }

  #shutDown(message: string): void {
    if (this.#isClosed) return;
    this.#system('system', 'error', message);
    this.close();
  }

  #reasonOf(error: unknown): string {
    if (error instanceof JoinError) return error.message;
    if (error instanceof TokenError) return `${error.reason}: ${error.message}`;
    this.#context.log(`Join '${this.topic}': ${messageOf(error)}`);
    return 'Unknown Error on Channel';
  }

  #reply(ref: Ref, status: 'ok' | 'error', response: Json): void {
    this.#host.send({
      joinRef: this.joinRef,
      ref,
      topic: this.topic,
      event: 'phx_reply',
      payload: { status, response },
    });
  }

  #push(event: string, payload: Json): void {
    this.#host.send({ joinRef: this.joinRef, ref: null, topic: this.topic, event, payload });
  }

  #system(extension: 'system' | 'postgres_changes', status: 'ok' | 'error', message: string): void {
    this.#push('system', { extension, status, message, channel: this.topic.slice('realtime:'.length) });
  }

  /** Runs the channel's tasks one after the other, so that a token does not overtake the join before it. */
  #enqueue(task: () => Promise<void> | void): void {
    this.#tasks = this.#tasks.then(task).catch((error: unknown) => {
      this.#context.log(`Handle a message of '${this.topic}': ${messageOf(error)}`);
    });
  }
}
