import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What is remembered of a child process, so that the next start finds it when we were killed. */
interface ProcessRecord {
  pid: number;
  /** The process that started it: while that one lives, the child is no orphan. */
  ownerPid: number;
  /** A piece of its command line that no foreign process has, e.g. our data folder. */
  mark: string;
}

/** Ended, but not yet collected by its parent. Containers often have nobody who collects orphans. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // No /proc (macOS), or the process is gone: the signal decides.
    return false;
  }
}

/** True while a process of this id runs (whoever it belongs to). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

/** The command line of a process, or null when there is no such process. */
export async function commandLine(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    // ps exits with 1 when the process does not exist.
    return null;
  }
}

/** Resolves to true as soon as the process is gone, to false after `timeoutMs`. */
async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** Sends the signals one after the other, `graceMs` apart, until the process is gone. A process that is gone already is fine. */
export async function endProcess(pid: number, signals: NodeJS.Signals[], graceMs: number): Promise<void> {
  for (const signal of signals) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await waitForEnd(pid, graceMs)) return;
  }
  throw new Error(`End process ${pid}: it is still running after ${signals.join(', ')}`);
}

function recordFile(dataDir: string, pid: number): string {
  return join(dataDir, 'processes', `${pid}.json`);
}

/** Remembers a child until `forgetProcess`. */
export async function rememberProcess(dataDir: string, pid: number, mark: string): Promise<void> {
  await mkdir(join(dataDir, 'processes'), { recursive: true });
  const record: ProcessRecord = { pid, ownerPid: process.pid, mark };
  await writeFile(recordFile(dataDir, pid), JSON.stringify(record));
}

export async function forgetProcess(dataDir: string, pid: number): Promise<void> {
  await rm(recordFile(dataDir, pid), { force: true });
}

/** A record, or null (and it is gone) when it was not written whole: the stack was killed at that moment, or the disk was full. */
async function readRecord(path: string): Promise<ProcessRecord | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessRecord;
  } catch {
    await rm(path, { force: true });
    return null;
  }
}

/**
 * Ends the children that a killed stack left behind in this data folder. A process id may have been given to somebody else
 * since: only a process whose command line still carries its mark, and whose owner is gone, is touched.
 * Returns how many were ended.
 */
export async function endOrphans(dataDir: string): Promise<number> {
  const files = await readdir(join(dataDir, 'processes')).catch(() => []);
  let ended = 0;
  for (const file of files) {
    const path = join(dataDir, 'processes', file);
    const record = await readRecord(path);
    if (record === null) continue;
    if (record.ownerPid !== process.pid && isAlive(record.ownerPid)) continue;
    const command = await commandLine(record.pid);
    if (command?.includes(record.mark)) {
      await endProcess(record.pid, ['SIGTERM', 'SIGKILL'], 2_000);
      ended += 1;
    }
    await rm(path, { force: true });
  }
  return ended;
}
