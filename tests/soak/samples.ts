import { readdir, readFile } from 'node:fs/promises';
import type postgres from 'postgres';

/** What may grow while a product runs for days: memory by process, size by table, connections. Names to numbers, in MB and counts. */
export type Sample = Map<string, number>;

async function processOf(
  pid: string,
): Promise<{ pid: number; parent: number; name: string; megabytes: number } | null> {
  try {
    const [status, command] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const words = command.split('\0');
    const script = words.find((word) => /\.(ts|js)$|^postgres:/.test(word)) ?? words[0] ?? '';
    return {
      pid: Number(pid),
      parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
      name: script.startsWith('postgres') ? 'postgres' : script.split('/').slice(-2).join('/'),
      megabytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
    };
  } catch (error) {
    // It ended between the list and the look.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return null;
    throw error;
  }
}

/** Resident memory of this process' descendants and itself, added up by program (Linux: /proc). */
export async function memory(): Promise<Sample> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = (await Promise.all(pids.map(processOf))).filter((each) => each !== null);
  const family = new Set([process.pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const sample: Sample = new Map();
  for (const { pid, name, megabytes } of processes) {
    // Each connection's process counts the shared buffers that it has touched: not what Postgres takes.
    if (!family.has(pid) || name === 'postgres') continue;
    const key = `memory ${pid === process.pid ? 'stack' : name}`;
    sample.set(key, (sample.get(key) ?? 0) + megabytes);
  }
  return sample;
}

/** Sizes of our tables with their indexes in MB, and connections by role. */
export async function database(sql: postgres.Sql): Promise<Sample> {
  const rows = await sql<{ name: string; value: number }[]>`
    select 'table ' || oid::regclass::text as name, pg_total_relation_size(oid) / 1048576.0 as value
    from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    union all
    select 'connections ' || coalesce(usename, 'of Postgres'), count(*) from pg_stat_activity
    where backend_type = 'client backend' group by usename`;
  return new Map(rows.map(({ name, value }) => [name, Number(value)]));
}

export interface Growth {
  name: string;
  /** Means of the second and of the last quarter of the samples. */
  early: number;
  late: number;
  /** Whether the late mean is beyond the early one by more than noise. */
  grows: boolean;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** Noise: the heap of a program breathes, a table has pages that wait for autovacuum. */
const FLOOR = { memory: 48, table: 8, connections: 4 };
const floorOf = (name: string) => FLOOR[name.slice(0, name.indexOf(' ')) as keyof typeof FLOOR];

/**
 * Compares the second quarter of the samples with the last: the first one warms up. What is up by more than a fifth, and by more than
 * noise, grows.
 */
export function growth(samples: readonly Sample[]): Growth[] {
  const quarter = Math.floor(samples.length / 4);
  const names = [...new Set(samples.flatMap((sample) => [...sample.keys()]))].sort();
  return names.map((name) => {
    const values = samples.map((sample) => sample.get(name) ?? 0);
    const early = mean(values.slice(quarter, 2 * quarter));
    const late = mean(values.slice(-quarter));
    return { name, early, late, grows: late > early * 1.2 && late - early > floorOf(name) };
  });
}
