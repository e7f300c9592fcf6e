import { type ChildProcess, fork } from 'node:child_process';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { forgetProcess, rememberProcess } from '../machine/processes.ts';
import type { RestSettings } from './rest.ts';

const ENTRY = join(import.meta.dirname, 'main.ts');

/** One process that answers REST and Auth, from its start to its end. It loads its code at once and serves after `serve`. */
export class RestProcess {
  /** Resolves with the port when it answers requests; rejects with its last words when it ends before. */
  readonly ready: Promise<number>;
  /** Resolves when it is gone and forgotten. */
  readonly ended: Promise<void>;
  /** Its kept connections: they die with it. */
  readonly agent = new Agent({ keepAlive: true });
  readonly #child: ChildProcess;
  #lastLine = 'it said nothing';
  #isKilled = false;

  constructor(dataDir: string, log: (line: string) => void) {
    this.#child = fork(ENTRY, [], {
      execPath: process.execPath,
      execArgv: [],
      // Its own process group: Ctrl-C in the terminal reaches only us, and functions that end may still write.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const { pid, stdout, stderr } = this.#child;
    for (const input of [stdout, stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        this.#lastLine = line;
        log(`[rest] ${line}`);
      });
    }
    const remembered = pid === undefined ? Promise.resolve() : rememberProcess(dataDir, pid, ENTRY);
    const closed = new Promise<void>((resolve) => {
      this.#child.once('close', (code, signal) => {
        if (!this.#isKilled) log(`[rest] The process ended (${signal ?? `code ${code}`})`);
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#lastLine = error.message;
        if (pid === undefined) resolve();
      });
    });
    this.ended = closed.then(async () => {
      this.agent.destroy();
      await remembered;
      if (pid !== undefined) await forgetProcess(dataDir, pid);
    });
    this.ready = new Promise((resolve, reject) => {
      this.#child.once('message', ({ port }: { port: number }) => resolve(port));
      void closed.then(() => reject(new Error(`Start REST: its process ended: ${this.#lastLine}`)));
    });
    // Whoever waits for it gets the rejection; nobody may be waiting.
    this.ready.catch(() => undefined);
  }

  /** Connects to the database and listens. The settings hold secrets, which a command line would show to everybody. */
  serve(settings: RestSettings): void {
    // A process that has just ended says so by `ended`.
    this.#child.send(settings, () => undefined);
  }

  kill(): void {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
  }
}
