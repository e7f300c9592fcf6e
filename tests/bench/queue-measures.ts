import type postgres from 'postgres';
import { enqueueMany } from './rows.ts';
import type { BenchDatabase } from './server.ts';

interface Held {
  job_id: string;
  lease_token: string;
}

async function claim(sql: postgres.Sql): Promise<Held | null> {
  const [row] = await sql<{ claim: Held | null }[]>`select public.claim_integration_job('bench') as claim`;
  return row?.claim ?? null;
}

const finish = (sql: postgres.Sql, held: Held) =>
  sql`select public.finish_integration_job(${held.job_id}, ${held.lease_token})`;

/** Jobs claimed and finished per second by so many connections. */
export async function throughput(database: BenchDatabase, connections: number, jobs: number): Promise<number> {
  await enqueueMany(database.sql, jobs);
  const sql = database.connect(connections);
  await Promise.all(Array.from({ length: connections }, () => sql`select 1`));
  const startedAt = performance.now();
  const done = await Promise.all(
    Array.from({ length: connections }, async () => {
      let count = 0;
      for (let held = await claim(sql); held; held = await claim(sql)) {
        await finish(sql, held);
        count += 1;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await sql.end();
  return done.reduce((sum, count) => sum + count, 0) / seconds;
}

/**
 * Milliseconds of each claim in two databases, one worker each. They take turns claim by claim, so that whatever else the machine
 * does weighs on both alike. Each job is finished outside of the measured time.
 */
export async function claimLatencies(
  left: BenchDatabase,
  right: BenchDatabase,
  jobs: number,
): Promise<[number[], number[]]> {
  const measure = async (database: BenchDatabase) => {
    await enqueueMany(database.sql, jobs);
    return { sql: database.connect(1), latencies: [] as number[] };
  };
  const sides = [await measure(left), await measure(right)] as const;
  for (let isDue = true; isDue; ) {
    isDue = false;
    for (const { sql, latencies } of sides) {
      const startedAt = performance.now();
      const held = await claim(sql);
      if (!held) continue;
      latencies.push(performance.now() - startedAt);
      await finish(sql, held);
      isDue = true;
    }
  }
  await Promise.all(sides.map(({ sql }) => sql.end()));
  return [sides[0].latencies, sides[1].latencies];
}

/** Milliseconds of the same call in each of the databases, `times` each, taking turns: what else the machine does weighs on all alike. */
export async function callLatencies(
  databases: readonly BenchDatabase[],
  times: number,
  call: (sql: postgres.Sql) => PromiseLike<unknown>,
): Promise<number[][]> {
  const latencies: number[][] = databases.map(() => []);
  for (let time = 0; time < times; time += 1) {
    for (const [index, { sql }] of databases.entries()) {
      const startedAt = performance.now();
      await call(sql);
      latencies[index]?.push(performance.now() - startedAt);
    }
  }
  return latencies;
}

/** One tick. */
export const tick = (sql: postgres.Sql) => sql`select public.integration_queue_tick()`;

/** One look at the health of the queue. */
export const health = (sql: postgres.Sql) => sql`select public.integration_queue_health()`;

/** Runs so many jobs of any integrations, fifty due at a time and ten in a call, with a tick after every 600: ten seconds of 60 runs a second. */
async function churn(database: BenchDatabase, sql: postgres.Sql, jobs: number): Promise<void> {
  for (let done = 0; done < jobs; done += 50) {
    await database.sql`
      insert into public.integration_jobs (tenant_id, provider_slug)
      select tenant_id, provider_slug from public.tenant_integrations order by random() limit 50`;
    for (let isDue = true; isDue; ) {
      const [row] = await sql<{ claims: Held[] }[]>`select public.claim_integration_jobs('bench', 10) as claims`;
      const leases = (row?.claims ?? []).map(({ job_id, lease_token }) => ({ job_id, lease_token }));
      isDue = leases.length > 0;
      if (isDue) await sql`select public.finish_integration_jobs(${sql.json(leases)})`;
    }
    if (done % 600 === 0) await tick(sql);
  }
  await tick(sql);
}

/**
 * Milliseconds of each claim in a fresh database, and in one where `jobs` jobs have run since a transaction began that is still open
 * and sees what was there before all of them: no vacuum may clear away what they left. Not its seconds matter but how much was
 * left behind meanwhile: 75 s of 60 runs a second are 4,500 jobs.
 */
export async function oldSnapshotLatencies(
  fresh: BenchDatabase,
  aged: BenchDatabase,
  jobs: number,
  claims: number,
): Promise<[number[], number[]]> {
  const old = aged.connect(1);
  const sql = aged.connect(1);
  try {
    return await old.begin('isolation level repeatable read', async (transaction) => {
      await transaction`select 1 from public.tenants limit 1`;
      await churn(aged, sql, jobs);
      return claimLatencies(fresh, aged, claims);
    });
  } finally {
    await Promise.all([old.end(), sql.end()]);
  }
}

interface Updates {
  updates: number;
  hot: number;
}

async function updatesOf(sql: postgres.Sql, table: string): Promise<Updates> {
  // What this connection did shows in the statistics after it was idle or was told to report.
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql<Updates[]>`
    select n_tup_upd::int as updates, n_tup_hot_upd::int as hot from pg_stat_user_tables where relid = ${table}::regclass`;
  return row ?? { updates: 0, hot: 0 };
}

/** Share (0 to 1) of HOT updates that heartbeats of the leases and published progress of the jobs cause. */
export async function hotShares(
  database: BenchDatabase,
  times: number,
): Promise<{ heartbeat: number; progress: number }> {
  await database.sql`update private.queue_settings set progress_interval_ms = 0`;
  await enqueueMany(database.sql, 8);
  const sql = database.connect(1);
  const jobs: Held[] = [];
  for (let held = await claim(sql); held; held = await claim(sql)) jobs.push(held);

  const share = async (table: string, act: (held: Held, time: number) => Promise<unknown>) => {
    const before = await updatesOf(sql, table);
    for (let time = 0; time < times; time += 1) {
      const held = jobs[time % jobs.length];
      if (held) await act(held, time);
    }
    const after = await updatesOf(sql, table);
    return (after.hot - before.hot) / (after.updates - before.updates);
  };
  const heartbeat = await share(
    'private.job_leases',
    (held) => sql`select public.heartbeat_integration_job(${held.job_id}, ${held.lease_token})`,
  );
  const progress = await share(
    'public.integration_jobs',
    (held, time) => sql`
      select private.advance_job(
        ${held.job_id}, ${held.lease_token}, ${sql.json({ page: time })}, '{"processed": 20, "unchanged": 20}', ${times * 3}, ${`Página ${time}`}
      )`,
  );
  for (const held of jobs) await finish(sql, held);
  await sql.end();
  await database.sql`update private.queue_settings set progress_interval_ms = default`;
  return { heartbeat, progress };
}
