import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { required } from '../../support/database/fixtures.ts';
import { Clicks } from './clicks.ts';
import { childrenOf, cpuMs, postgresCpuMs } from './processes.ts';
import { PROVIDERS, type Provider, type World } from './world.ts';

export interface Burst {
  runs: number;
  failed: number;
  records: number;
  seconds: number;
  /** Runs at the same moment, looked at four times a second. */
  sideBySide: { mean: number; most: number };
  clickToStartMs: number[];
  /** Processor time of each process, in ms. */
  cpu: Record<string, number>;
}

/** Processor time so far, by what the process is. */
async function processorTimes({ running, sandbox }: World): Promise<Record<string, number>> {
  const { functions, postgres } = running.stack;
  const names = [
    'process-integration-job',
    'run-integration',
    'sync-acessorias',
    'sync-bomcontrole',
    'sync-onecode-contacts',
  ];
  const times: Record<string, number> = {};
  for (const name of names) {
    const all = await Promise.all((functions?.pids(name) ?? []).map(cpuMs));
    times[name] = all.reduce((total, ms) => total + ms, 0);
  }
  const rest = await childrenOf(process.pid, 'supabase/local/rest/main.ts');
  return {
    ...(await postgresCpuMs(postgres.pid)),
    'rest (lite)': (await Promise.all(rest.map(cpuMs))).reduce((total, ms) => total + ms, 0),
    ...times,
    sandbox: await cpuMs(sandbox.pid ?? 0),
    'gateway, realtime, bench': await cpuMs(process.pid),
  };
}

/** Makes every integration's schedule due at this moment: the tick enqueues them, as at night. */
async function scheduleAll({ stack, tenants }: World, providers: readonly Provider[]): Promise<number> {
  const ids = tenants.map(({ id }) => id);
  await stack.sql`
    update public.tenant_integrations set schedule_kind = 'hourly'
    where tenant_id = any (${ids}::uuid[]) and provider_slug = any (${[...providers]}::text[]) and schedule_kind = 'off'`;
  const due = await stack.sql`
    update public.tenant_integrations set next_run_at = now()
    where tenant_id = any (${ids}::uuid[]) and provider_slug = any (${[...providers]}::text[])`;
  return due.count;
}

/**
 * One burst, from the moment that everything is due to the end of the last run, with clicks in between.
 * `clickAt`: where people click; `untilMs`: stops waiting then, for runs that never end.
 */
export async function burst(
  world: World,
  { clickAt = PROVIDERS, untilMs = 240_000 }: { clickAt?: readonly Provider[]; untilMs?: number } = {},
): Promise<Burst> {
  const { sql } = world.stack;
  await sql`delete from public.integration_jobs`;
  const ids = world.tenants.map(({ id }) => id);
  const cpuBefore = await processorTimes(world);
  const startedAt = performance.now();
  const runs = await scheduleAll(world, PROVIDERS);
  const clicks = new Clicks(world, clickAt);
  const seen: number[] = [];
  let ended = 0;
  while (ended < runs && performance.now() - startedAt < untilMs) {
    const [row] = await sql<{ running: number; ended: number }[]>`
      select count(*) filter (where status = 'running')::int as running,
        count(*) filter (where finished_at is not null and tenant_id = any (${ids}::uuid[]))::int as ended
      from public.integration_jobs`;
    ({ ended } = required(row));
    if (required(row).running > 0) seen.push(required(row).running);
    await delay(250);
  }
  const cpuAfter = await processorTimes(world);
  const clickToStartMs = await clicks.end();
  const [total] = await sql<{ seconds: number; failed: number; records: number; runs: number }[]>`
    select extract(epoch from max(finished_at) - min(created_at))::float as seconds, count(finished_at)::int as runs,
      count(*) filter (where status = 'error')::int as failed, sum(processed_count)::int as records
    from public.integration_jobs where tenant_id = any (${ids}::uuid[])`;
  const { seconds, failed, records, runs: done } = required(total);
  return {
    runs: done,
    failed,
    records,
    seconds,
    sideBySide: {
      mean: seen.reduce((sum, count) => sum + count, 0) / Math.max(1, seen.length),
      most: Math.max(0, ...seen),
    },
    clickToStartMs,
    cpu: Object.fromEntries(Object.entries(cpuAfter).map(([name, ms]) => [name, ms - (cpuBefore[name] ?? 0)])),
  };
}

/** Number of processors, as Linux tells. */
export async function processors(): Promise<number> {
  return [...(await readFile('/proc/cpuinfo', 'utf8')).matchAll(/^processor\s*:/gm)].length;
}
