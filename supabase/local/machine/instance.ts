import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalConfig } from '../config.ts';
import { commandLine, isAlive } from './processes.ts';

const file = (dataDir: string) => join(dataDir, 'stack.pid');

/** The process that runs a stack on a data folder, and where it serves. */
export interface Instance {
  pid: number;
  appPort: number;
  apiPort: number;
}

async function read(path: string): Promise<Instance | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Instance;
  } catch {
    // Missing, or half-written by a process that was killed, or on a full disk.
    return null;
  }
}

async function isRunning({ pid }: Instance): Promise<boolean> {
  if (pid === process.pid || !isAlive(pid)) return false;
  return (await commandLine(pid))?.includes('start.ts') ?? false;
}

/** Who runs a stack on this data folder, or null. A stale file of a killed one does not count. */
export async function runningInstance(dataDir: string): Promise<Instance | null> {
  const instance = await read(file(dataDir));
  return instance !== null && (await isRunning(instance)) ? instance : null;
}

/**
 * Marks the data folder as in use by this process until `releaseInstance`, and returns null; or returns who uses it. Of several that
 * begin at the same moment one wins.
 */
export async function claimInstance({ dataDir, appPort, apiPort }: LocalConfig): Promise<Instance | null> {
  await mkdir(dataDir, { recursive: true });
  const own = `${file(dataDir)}.${process.pid}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, appPort, apiPort } satisfies Instance));
  try {
    for (;;) {
      // A link is there whole or not at all, and never takes the place of another.
      const isOurs = await link(own, file(dataDir)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (isOurs) return null;
      const other = await runningInstance(dataDir);
      if (other !== null) return other;
      await removeStale(dataDir);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Takes a stale file away. Another start may have done so first, and what is there by now may be its claim: that goes back. */
async function removeStale(dataDir: string): Promise<void> {
  const taken = `${file(dataDir)}.stale.${process.pid}`;
  const isTaken = await rename(file(dataDir), taken).then(
    () => true,
    () => false,
  );
  if (!isTaken) return;
  const instance = await read(taken);
  if (instance !== null && (await isRunning(instance))) await link(taken, file(dataDir)).catch(() => undefined);
  await rm(taken, { force: true });
}

export async function releaseInstance(dataDir: string): Promise<void> {
  await rm(file(dataDir), { force: true });
}
