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

/** Of a server that forks: its own, its children's, and that of children that have ended. */
export async function familyCpuMs(pid: number): Promise<number> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(names.map((name) => statOf(Number(name))));
  const children = stats.filter((stat) => stat?.parent === pid);
  const parent = await statOf(pid);
  return children.reduce((total, stat) => total + (stat?.ownMs ?? 0), (parent?.ownMs ?? 0) + (parent?.childrenMs ?? 0));
}

/** Pids of this process's own children whose command line contains `text`. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      return command.includes(text) && (await statOf(Number(name)))?.parent === pid ? [Number(name)] : [];
    }),
  );
  return found.flat();
}
