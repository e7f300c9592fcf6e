import type { RealtimeChannel, RealtimeClient } from '@supabase/realtime-js';
import type { ConnectionState } from './polling.ts';

interface JobsChannelOptions {
  /** Gives the socket; rejects when its code cannot be loaded. */
  connect: () => Promise<RealtimeClient>;
  tenantIds: readonly string[];
  /** A row of integration_jobs was inserted or updated. */
  onRow: (row: unknown) => void;
  /** Realtime replays nothing: whatever happened before now must be read again. */
  onRefetch: () => void;
  onState: (state: ConnectionState) => void;
}

/** Realtime allows so many values in a filter. Row level security guards with or without it. */
const MAX_FILTER_VALUES = 100;
const REOPEN_FIRST_MS = 1000;
const REOPEN_LAST_MS = 30_000;
/** So long a channel that had been silent must prove itself before it is trusted without a proof; twice as long after each time. */
const DOUBT_FIRST_MS = 120_000;
const DOUBT_LAST_MS = 1_800_000;
/** A channel that has not come back by itself after so long is replaced. */
const STUCK_MS = 30_000;

let channelCount = 0;

/**
 * Keeps one subscription to integration_jobs alive. supabase-js rejoins after a lost socket by itself, but not after
 * the server closed the channel (expired token): then a new channel is made, with growing pauses.
 */
export class JobsChannel {
  readonly #options: JobsChannelOptions;
  #channel: { realtime: RealtimeClient; channel: RealtimeChannel } | null = null;
  /** Grows with every open and stop; what an older channel still reports is ignored. */
  #generation = 0;
  #failures = 0;
  #isSubscribed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How often the channel was silent since it last brought something. */
  #doubts = 0;
  /** Runs while the channel is in doubt. */
  #doubtTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: JobsChannelOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.onState('connecting');
    void this.#open();
  }

  /** Replaces a channel that is subscribed but brings nothing. The new one counts as live when it has brought something, or in time. */
  replaceSilent(): void {
    console.warn('Cannot hear changes of jobs: the channel is subscribed but silent');
    this.#doubts += 1;
    this.#options.onState('down');
    this.#clearDoubt();
    const wait = Math.min(DOUBT_LAST_MS, DOUBT_FIRST_MS * 2 ** (this.#doubts - 1));
    this.#doubtTimer = setTimeout(() => this.#trust(), wait);
    void this.#open();
  }

  stop(): void {
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#clearDoubt();
    this.#drop();
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation;
    clearTimeout(this.#timer);
    this.#drop();
    let realtime: RealtimeClient;
    try {
      realtime = await this.#options.connect();
      // Waits for the stored session. Joining before would join as anon, for ever: row level security then hides all.
      await realtime.setAuth();
    } catch (error) {
      console.warn('Cannot open the jobs channel', error);
      if (generation === this.#generation) this.#reopenLater();
      return;
    }
    if (generation !== this.#generation) return;
    this.#channel = { realtime, channel: this.#subscribe(realtime, generation) };
  }

  #subscribe(realtime: RealtimeClient, generation: number): RealtimeChannel {
    const { tenantIds, onRow, onRefetch } = this.#options;
    const isCurrent = () => generation === this.#generation;
    const filter = tenantIds.length <= MAX_FILTER_VALUES ? `tenant_id=in.(${tenantIds.join(',')})` : undefined;
    const table = { schema: 'public', table: 'integration_jobs', ...(filter === undefined ? {} : { filter }) };
    const handleChange = (change: { new: unknown }) => {
      if (!isCurrent()) return;
      this.#doubts = 0;
      if (this.#doubtTimer !== undefined) this.#trust();
      onRow(change.new);
    };
    channelCount += 1;
    // The same name would give the same channel object back, and StrictMode mounts twice.
    return realtime
      .channel(`integration_jobs:${channelCount}`)
      .on('postgres_changes', { event: 'INSERT', ...table }, handleChange)
      .on('postgres_changes', { event: 'UPDATE', ...table }, handleChange)
      .on('system', {}, (message: { status?: string; message?: string }) => {
        if (!isCurrent()) return;
        if (message.status === 'ok') return onRefetch();
        console.warn('Cannot receive changes of jobs', message);
        this.#wentDown();
      })
      .subscribe((status, error) => {
        if (!isCurrent()) return;
        if (status === 'SUBSCRIBED') return this.#cameUp();
        if (error !== undefined) console.warn(`Cannot keep the jobs channel: ${status}`, error);
        if (status === 'CLOSED') return this.#reopenLater();
        this.#wentDown();
      });
  }

  #cameUp(): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#isSubscribed = true;
    if (this.#doubtTimer === undefined) this.#options.onState('live');
    // SUBSCRIBED comes again after every rejoin, and may come before changes flow: the `system` message refetches too.
    this.#options.onRefetch();
  }

  /** Ends the doubt: a channel that is subscribed counts as live again. */
  #trust(): void {
    this.#clearDoubt();
    if (!this.#isSubscribed) return;
    this.#options.onState('live');
    this.#options.onRefetch();
  }

  #clearDoubt(): void {
    clearTimeout(this.#doubtTimer);
    this.#doubtTimer = undefined;
  }

  #wentDown(): void {
    this.#isSubscribed = false;
    this.#options.onState('down');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), STUCK_MS);
  }

  #reopenLater(): void {
    this.#isSubscribed = false;
    this.#options.onState('down');
    const wait = Math.min(REOPEN_LAST_MS, REOPEN_FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), wait);
  }

  #drop(): void {
    const open = this.#channel;
    this.#channel = null;
    this.#isSubscribed = false;
    if (open !== null) void open.realtime.removeChannel(open.channel);
  }
}
