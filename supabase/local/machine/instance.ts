import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.ts';

const file = (dataDir: string) => join(dataDir, 'stack.pid');

/** The process that runs a stack on this data folder, or null. A stale file of a killed one does not count. */
export async function runningInstance(dataDir: string): Promise<number | null> {
  const pid = Number(await readFile(file(dataDir), 'utf8').catch(() => ''));
  if (!pid || pid === process.pid || !isAlive(pid)) return null;
  return (await commandLine(pid))?.includes('start.ts') ? pid : null;
}

/** Marks the data folder as in use by this process until `releaseInstance`. */
export async function claimInstance(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(file(dataDir), String(process.pid));
}

export async function releaseInstance(dataDir: string): Promise<void> {
  await rm(file(dataDir), { force: true });
}
