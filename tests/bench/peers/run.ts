import postgres from 'postgres';
import { createTenants } from '../rows.ts';
import { type BenchDatabase, startServer } from '../server.ts';
import { percentile } from '../statistics.ts';
import { loadPeers, type Peers } from './peers.ts';

/**
 * `npm run bench:peers`: jobs claimed and finished per second by 8 connections, ours beside Graphile Worker and pg-boss, on one
 * Postgres in one run, taking turns. Ours does more for each job (fence, limits, log row, last_*), and should still keep up.
 * `BENCH_DURABLE=1` turns fsync on, `BENCH_ROUNDS` says how many turns each takes (3), `BENCH_JOBS` how many jobs a turn has (3,000).
 */

const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 8);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const JOBS = Number(process.env.BENCH_JOBS ?? 3_000);
const isDurable = process.env.BENCH_DURABLE === '1';

interface Contender {
  name: string;
  enqueue(): Promise<unknown>;
  /** Works until nothing is left. */
  drain(): Promise<unknown>;
}

const inParallel = (work: () => Promise<void>) => Promise.all(Array.from({ length: CONNECTIONS }, work));

function ours(database: BenchDatabase, size: number): Contender {
  const sql = database.connect(CONNECTIONS);
  const drainOnce = async (): Promise<boolean> => {
    if (size === 1) {
      const [row] = await sql`select public.claim_integration_job('bench') as claim`;
      const held = row?.claim as { job_id: string; lease_token: string } | null;
      if (held) await sql`select public.finish_integration_job(${held.job_id}, ${held.lease_token})`;
      return held !== null;
    }
    const [row] = await sql`select public.claim_integration_jobs('bench', ${size}) as claims`;
    const held = row?.claims as { job_id: string; lease_token: string }[];
    const leases = held.map(({ job_id, lease_token }) => ({ job_id, lease_token }));
    if (leases.length > 0) await sql`select public.finish_integration_jobs(${sql.json(leases)})`;
    return leases.length > 0;
  };
  return {
    name: size === 1 ? 'ours, one by one' : `ours, in tens`,
    enqueue: () => database.sql`
      insert into public.integration_jobs (tenant_id, provider_slug)
      select tenant_id, provider_slug from public.tenant_integrations order by id limit ${JOBS}`,
    drain: () =>
      inParallel(async () => {
        while (await drainOnce()) {}
      }),
  };
}

async function graphileWorker({ graphile }: Peers, url: string, options: object, name: string): Promise<Contender> {
  const settings = { connectionString: url, logger: new graphile.Logger(() => () => {}) };
  await graphile.runMigrations(settings);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  return {
    name,
    enqueue: () => sql`
      select graphile_worker.add_jobs(array(
        select row('noop', '{}'::json, null, null, null, null, null, null)::graphile_worker.job_spec from generate_series(1, ${JOBS}::int)
      ))`,
    drain: () =>
      graphile.runOnce({
        ...settings,
        concurrency: CONNECTIONS,
        maxPoolSize: CONNECTIONS,
        noHandleSignals: true,
        taskList: { noop: async () => {} },
        ...options,
      }),
  };
}

async function pgBoss({ createBoss }: Peers, url: string, size: number): Promise<Contender> {
  const boss = createBoss({ connectionString: url, max: CONNECTIONS, supervise: false, schedule: false });
  boss.on('error', (error) => {
    if (!isOver) throw error;
  });
  await boss.start();
  const queue = `bench-${size}`;
  await boss.createQueue(queue);
  return {
    name: size === 1 ? 'pg-boss, one by one' : 'pg-boss, in tens',
    enqueue: () =>
      boss.insert(
        queue,
        Array.from({ length: JOBS }, () => ({})),
      ),
    drain: () =>
      inParallel(async () => {
        for (;;) {
          const jobs = await boss.fetch(queue, { batchSize: size });
          if (jobs.length === 0) return;
          await boss.complete(
            queue,
            jobs.map(({ id }) => id),
          );
        }
      }),
  };
}

let isOver = false;
const peers = await loadPeers();
const server = await startServer(isDurable);
const rates = new Map<string, number[]>();
try {
  const database = await server.create('ours');
  await createTenants(database.sql, Math.ceil(JOBS / 3));
  // Eight connections with ten jobs each are more than the installation would let run.
  await database.sql`update private.queue_settings set max_workers = 20`;
  const graphileUrl = await server.createEmpty('graphile');
  const bossUrl = await server.createEmpty('boss');
  const contenders = [
    ours(database, 1),
    await graphileWorker(peers, graphileUrl, {}, 'Graphile Worker, one by one'),
    await pgBoss(peers, bossUrl, 1),
    ours(database, 10),
    await pgBoss(peers, bossUrl, 10),
  ];
  // The first turn warms caches and plans, and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, enqueue, drain } of contenders) {
      await enqueue();
      const startedAt = performance.now();
      await drain();
      const perSecond = JOBS / ((performance.now() - startedAt) / 1_000);
      console.log(`  ${round === 0 ? 'warm-up' : `turn ${round}`}, ${name}: ${Math.round(perSecond)} jobs/s`);
      if (round > 0) rates.set(name, [...(rates.get(name) ?? []), perSecond]);
    }
  }
} finally {
  // Their pools find the server gone.
  isOver = true;
  await server.close();
}

const rate = (name: string) => percentile(rates.get(name) ?? [], 50);
console.log(
  `\nGraphile Worker ${peers.versions['graphile-worker']}, pg-boss ${peers.versions['pg-boss']}, fsync ${isDurable ? 'on' : 'off'}`,
);
for (const name of rates.keys()) console.log(`${name.padEnd(30)} ${Math.round(rate(name))} jobs/s`);
const aims = [
  ['one by one, of Graphile Worker', rate('ours, one by one') / rate('Graphile Worker, one by one'), 0.5],
  ['in tens, of Graphile Worker', rate('ours, in tens') / rate('Graphile Worker, one by one'), 1.3],
  ['one by one, of pg-boss', rate('ours, one by one') / rate('pg-boss, one by one'), 1],
] as const;
for (const [what, ratio, least] of aims) {
  console.log(`${what.padEnd(30)} ${ratio.toFixed(2)}  aim >= ${least} ${ratio >= least ? '✓' : '✗'}`);
}
process.exit(aims.every(([, ratio, least]) => ratio >= least) ? 0 : 1);
