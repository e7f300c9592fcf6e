import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, endProcess, isAlive } from '../machine/processes.ts';

/** Recovery after a crash may have to replay some write-ahead log. */
const START_TIMEOUT_MS = 30_000;

/** Where Postgres keeps what, below the data folder of the stack. */
export interface PostgresFolder {
  data: string;
  /** Where a new database is made: it gets its place when it is whole. */
  unfinished: string;
  log: string;
  /** Holds the id of the process that started Postgres. */
  owner: string;
}

export function postgresFolder(dataDir: string): PostgresFolder {
  return {
    data: join(dataDir, 'postgres'),
    unfinished: join(dataDir, 'postgres.new'),
    log: join(dataDir, 'postgres.log'),
    owner: join(dataDir, 'postgres-owner.pid'),
  };
}

const readOrNull = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

/** Lines of postmaster.pid: 1 process id, 8 state (written by Postgres itself). */
async function postmaster(data: string): Promise<{ pid: number; isReady: boolean } | null> {
  const lines = (await readOrNull(join(data, 'postmaster.pid')))?.split('\n');
  if (!lines?.[0]) return null;
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Clears what a killed stack left: its Postgres may still be running on our data folder, or only the pid file is there.
 * Throws when the process that started that Postgres is still alive: then the folder is in use.
 */
export async function recoverPostgres(dataDir: string): Promise<void> {
  const { data, owner } = postgresFolder(dataDir);
  const running = await postmaster(data);
  if (!running) return;
  const isOurs = isAlive(running.pid) && (await commandLine(running.pid))?.includes(data);
  if (isOurs) {
    const ownerPid = Number(await readOrNull(owner));
    if (ownerPid > 0 && ownerPid !== process.pid && isAlive(ownerPid)) {
      throw new Error(`Start Postgres: ${data} is in use by process ${ownerPid}; stop that one first`);
    }
    // SIGINT is the fast shutdown, SIGQUIT the immediate one.
    await endProcess(running.pid, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 5_000);
  }
  // The id in a stale file may belong to a foreign process by now, and Postgres would then refuse to start.
  await rm(join(data, 'postmaster.pid'), { force: true });
}

/** Resolves when Postgres of this process id takes connections; throws with the end of its log when it does not come up. */
export async function waitUntilReady(pid: number, { data, log }: PostgresFolder, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const state = await postmaster(data);
    if (state?.pid === pid && state.isReady) return;
    if (!isAlive(pid)) break;
    await delay(10);
  }
  const lines = (await readOrNull(log))?.trim().split('\n').slice(-5).join('\n');
  throw new Error(`Start Postgres: it did not become ready; last lines of ${log}:\n${lines}`);
}
