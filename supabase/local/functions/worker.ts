import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { forgetProcess, rememberProcess } from '../machine/processes.ts';
import { denoArguments, denoPath } from './deno.ts';
import type { FunctionSource } from './discover.ts';
import type { EndReason, FunctionsOptions, WorkerLimits } from './types.ts';

/** Begins the lines that the shim writes for us. */
const MARK = '\u001e';
/** `beforeunload` fires when this share of the wall clock is used up. */
const UNLOAD_AT = 0.9;
/** Advice of newer Deno versions about a behaviour that the platform's has, too. */
const LEGACY_ABORT_HINT = 'Deno.serve: request.signal aborts on successful responses';
/** A worker that lives so long is not one that falls at its start, in ms. */
const PROVEN_MS = 1_000;
/** Time after `beforeunload` for what the function does then, in ms. */
const UNLOAD_GRACE_MS = 300;
/** Longest wait for background tasks when the stack ends, in ms. */
const TERMINATION_MS = 1_500;

/** One process of one function, from its start to its end. It takes requests until it is retired. */
export class FunctionWorker {
  /** Resolves with the port when it listens; rejects when it ends before. */
  readonly ready: Promise<number>;
  readonly ended: Promise<void>;
  isRetired = false;
  /** True after `end` or its own retirement: its end is no crash. */
  isExpected = false;
  readonly #source: FunctionSource;
  readonly #limits: WorkerLimits;
  readonly #log: (line: string) => void;
  readonly #child: ChildProcess;
  readonly #onRetire: () => void;
  #timers: NodeJS.Timeout[] = [];
  #idleTimer: NodeJS.Timeout | undefined;
  readonly #startedAt = performance.now();
  #hasClock = false;
  #requests = 0;
  #tasks = 0;

  constructor(source: FunctionSource, options: FunctionsOptions, onRetire: () => void) {
    this.#source = source;
    this.#limits = options.limits;
    this.#log = options.log;
    this.#onRetire = onRetire;
    const { PATH = '', DENO_DIR, TMPDIR } = process.env;
    this.#child = spawn(denoPath(), denoArguments(source), {
      cwd: source.folder,
      // Its own process group: Ctrl-C in the terminal reaches only us, and the worker can still give its job back.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        HOME: homedir(),
        PATH,
        NO_COLOR: '1',
        ...(DENO_DIR ? { DENO_DIR } : {}),
        ...(TMPDIR ? { TMPDIR } : {}),
        ...options.env,
      },
    });
    const { pid } = this.#child;
    const remembered = pid === undefined ? Promise.resolve() : rememberProcess(options.dataDir, pid, source.entry);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#say(`Start the process: ${error.message}`);
        resolve();
      });
      this.#child.once('exit', (code, signal) => {
        this.#clearTimers();
        if (!this.isExpected) this.#say(`Worker ended unexpectedly (${signal ?? `code ${code}`})`);
        resolve();
      });
    });
    void this.ended.then(async () => {
      await remembered;
      if (pid !== undefined) await forgetProcess(options.dataDir, pid);
    });
    this.ready = this.#listen();
    // Whoever waits for it gets the rejection; nobody may be waiting.
    this.ready.catch(() => undefined);
    // The pipe breaks when the process is killed; `exit` reports that.
    this.#child.stdin?.on('error', () => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /** True when it answered requests or lived for a while: after its end another one is worth a start. */
  get isProven(): boolean {
    return this.#hasClock || performance.now() - this.#startedAt > PROVEN_MS;
  }

  /** Resolves when the process has ended, or after `ms` when it goes on. */
  async endsWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([this.ended, patience]);
    clearTimeout(timer);
  }

  /** Counts a request in; the first one starts the wall clock. Call the result when it is over. */
  beginRequest(): () => void {
    this.#requests += 1;
    clearTimeout(this.#idleTimer);
    if (!this.#hasClock) this.#startClock();
    return () => {
      this.#requests -= 1;
      this.#settle();
    };
  }

  /** Takes no new request; ends as soon as the running ones and their background tasks are done. */
  retire(): void {
    if (this.isRetired) return;
    this.isRetired = true;
    this.#onRetire();
    this.#settle();
  }

  /** Lets the function react to `beforeunload`, waits a moment for its background tasks and ends it. */
  async end(reason: EndReason): Promise<void> {
    this.isRetired = true;
    this.isExpected = true;
    this.#send({ unload: reason });
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), TERMINATION_MS);
    if (this.#tasks === 0) this.#endSoon();
    await this.ended;
    clearTimeout(deadline);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #startClock(): void {
    const { wallClockMs } = this.#limits;
    this.#hasClock = true;
    this.#timers = [
      setTimeout(() => this.retire(), wallClockMs / 2),
      setTimeout(() => this.#send({ unload: 'wall_clock' }), wallClockMs * UNLOAD_AT),
      setTimeout(() => {
        this.#say('Worker reached its wall clock limit');
        this.isExpected = true;
        this.#child.kill('SIGKILL');
      }, wallClockMs),
    ];
  }

  /** What to do when a request or a task is over. */
  #settle(): void {
    if (this.#requests > 0 || this.#tasks > 0 || !this.isAlive) return;
    if (this.isExpected) this.#endSoon();
    else if (this.isRetired) void this.end('early_drop');
    else if (this.#limits.idleMs > 0) {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = setTimeout(() => this.retire(), this.#limits.idleMs);
    }
  }

  #endSoon(): void {
    this.#timers.push(setTimeout(() => this.#send({ exit: true }), UNLOAD_GRACE_MS));
  }

  #send(command: object): void {
    if (this.isAlive) this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  #say(line: string): void {
    this.#log(`[${this.#source.name}] ${line}`);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#idleTimer);
  }

  #listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const { stdout, stderr } = this.#child;
      if (stdout) {
        createInterface({ input: stdout }).on('line', (line) => {
          if (!line.startsWith(MARK)) {
            // Structured lines name their function themselves.
            if (line.startsWith('{')) this.#log(line);
            else this.#say(line);
            return;
          }
          const { port, tasks } = JSON.parse(line.slice(1)) as { port?: number; tasks?: number };
          if (port !== undefined) resolve(port);
          if (tasks !== undefined) {
            this.#tasks = tasks;
            this.#settle();
          }
        });
      }
      if (stderr) {
        createInterface({ input: stderr }).on('line', (line) => {
          if (!line.startsWith(LEGACY_ABORT_HINT)) this.#say(line);
        });
      }
      void this.ended.then(() => reject(new Error(`Start function ${this.#source.name}: its process ended`)));
    });
  }
}
