import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchange } from '../gateway/proxy.ts';
import { sendUnreachable } from './answer.ts';
import { RestProcess } from './process.ts';
import type { RestSettings } from './rest.ts';

export interface RestSupervisorOptions {
  dataDir: string;
  settings: RestSettings;
  /** One line for people. */
  log(line: string): void;
}

/** How long a request waits for a process while there is none, in ms. */
const WAIT_MS = 3_000;
/** Longest wait for the head of an answer, in ms. A frozen Postgres gives none. */
const RESPONSE_MS = 120_000;
/** So many processes in a row may end before they serve; after that only the next start of Postgres tries again. */
const MAX_FAILURES = 10;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

interface Serving {
  child: RestProcess;
  port: number;
}

/**
 * REST and Auth in a process that lives no longer than the Postgres it is connected to: their driver (postgres.js, through
 * @supabase/lite) throws uncaught errors or hangs for ever when connections die under it. The next process loads its code while
 * Postgres starts.
 */
export class RestSupervisor {
  readonly #options: RestSupervisorOptions;
  readonly #processes = new Set<RestProcess>();
  readonly #waiting = new Set<(serving: Serving) => void>();
  /** The newest process; undefined after too many failures. */
  #current: RestProcess | undefined;
  #hasSettings = false;
  #serving: Serving | null = null;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #isOpen = false;
  #isClosed = false;

  constructor(options: RestSupervisorOptions) {
    this.#options = options;
  }

  /** Lets the process load its code, which takes a while, before `open` needs it. */
  prepare(): void {
    this.#spawn();
  }

  /** Serves from now on: the database takes connections, and its schema is complete. Rejects when the process ends first. */
  async open(): Promise<void> {
    this.#isOpen = true;
    await this.#serve();
  }

  /** Postgres ended: so does the process that was connected to it, and requests wait for the next one. */
  suspend(): void {
    this.#isOpen = false;
    clearTimeout(this.#retry);
    if (!this.#hasSettings) return;
    this.#current?.kill();
    this.#spawn();
  }

  /** Postgres takes connections again. */
  resume(): void {
    this.#isOpen = true;
    this.#failures = 0;
    this.#tryAgain();
  }

  /** Passes a request below /rest/v1 or /auth/v1 to the process. 503 when there is none, or it ends before it answers. */
  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    for (let serving = await this.#next(deadline); serving; serving = await this.#next(deadline)) {
      const { port, child } = serving;
      const target = { port, path: req.url ?? '/', agent: child.agent, responseMs: RESPONSE_MS };
      const outcome = await exchange(req, res, target);
      if (outcome === 'done') return;
      if (outcome !== 'refused') break;
      // It is ending, and the next one gets the request.
      child.kill();
      await child.ended;
    }
    if (!res.destroyed) sendUnreachable(res);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const child of this.#processes) child.kill();
    await Promise.all([...this.#processes].map((child) => child.ended));
  }

  #spawn(): RestProcess {
    const child = new RestProcess(this.#options.dataDir, this.#options.log);
    this.#current = child;
    this.#hasSettings = false;
    this.#serving = null;
    this.#processes.add(child);
    void child.ended.then(() => this.#onEnd(child));
    return child;
  }

  async #serve(): Promise<void> {
    const child = this.#current ?? this.#spawn();
    this.#hasSettings = true;
    child.serve(this.#options.settings);
    const port = await child.ready;
    this.#failures = 0;
    if (child !== this.#current) return;
    this.#serving = { child, port };
    for (const go of this.#waiting) go(this.#serving);
  }

  #tryAgain(): void {
    // The process has told the log why it ended, and its end leads to the next try.
    this.#serve().catch(() => undefined);
  }

  #onEnd(child: RestProcess): void {
    this.#processes.delete(child);
    if (child !== this.#current || this.#isClosed) return;
    if (this.#serving?.child !== child) this.#failures += 1;
    if (this.#failures >= MAX_FAILURES) {
      this.#current = undefined;
      this.#options.log(`[rest] Gave up after ${MAX_FAILURES} starts that failed: start the local stack again`);
      return;
    }
    this.#spawn();
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    if (this.#isOpen) this.#retry = setTimeout(() => this.#tryAgain(), waitMs);
  }

  /** The process that takes a request; null when there is none until the deadline. */
  #next(deadline: number): Promise<Serving | null> {
    if (this.#serving) return Promise.resolve(this.#serving);
    return new Promise((resolve) => {
      const settle = (serving: Serving | null) => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(serving);
      };
      const timer = setTimeout(() => settle(null), Math.max(0, deadline - performance.now()));
      this.#waiting.add(settle);
    });
  }
}
