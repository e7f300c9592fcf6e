import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;

/** What /proc says of a process: its parent, its own processor time and that of its ended children, in ms. */
async function statOf(pid: number): Promise<{ parent: number; ownMs: number; childrenMs: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  const at = (index: number) => fields[index] ?? 0;
  return { parent: at(1), ownMs: (at(11) + at(12)) * TICK_MS, childrenMs: (at(13) + at(14)) * TICK_MS };
}

/** Processor time of a process so far, in ms (Linux). 0 when it has ended. */
export async function cpuMs(pid: number): Promise<number> {
  return (await statOf(pid))?.ownMs ?? 0;
}

const allPids = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

/** Processor time of Postgres by what its processes do, in ms: statements of clients, what Realtime is sent, and the rest. */
export async function postgresCpuMs(pid: number): Promise<Record<string, number>> {
  const times = { 'postgres: statements': 0, 'postgres: realtime': 0, 'postgres: background': 0 };
  for (const child of await allPids()) {
    const stat = await statOf(child);
    if (stat?.parent !== pid) continue;
    const title = await commandOf(child);
    if (/walsender/.test(title)) times['postgres: realtime'] += stat.ownMs;
    else if (/127\.0\.0\.1|\[local\]/.test(title)) times['postgres: statements'] += stat.ownMs;
    else times['postgres: background'] += stat.ownMs;
  }
  const parent = await statOf(pid);
  // Children that have ended are mostly those that vacuum and analyse.
  times['postgres: background'] += (parent?.ownMs ?? 0) + (parent?.childrenMs ?? 0);
  return times;
}

/** Children of a process whose command line contains `text`. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
  const found = await Promise.all(
    (await allPids()).map(async (child) =>
      (await commandOf(child)).includes(text) && (await statOf(child))?.parent === pid ? [child] : [],
    ),
  );
  return found.flat();
}
