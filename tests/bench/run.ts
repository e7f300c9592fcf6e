import { claimLatencies, hotShares, throughput, tickLatencies } from './queue-measures.ts';
import { measureReads } from './read-measures.ts';
import { addHistory, createTenants } from './rows.ts';
import { startServer } from './server.ts';
import { percentile } from './statistics.ts';

/**
 * `npm run bench`: the queue and its reads on a Postgres of its own, about three minutes. Absolute figures are those of the
 * machine; what should hold everywhere are the ratios and shares, which come from one run. `BENCH_DURABLE=1` turns fsync on.
 */

const SMALL = 1_000;
const LARGE = 1_000_000;
const OF_ONE_TENANT = 100_000;
const JOBS = 1_000;

const isDurable = process.env.BENCH_DURABLE === '1';
const rows: [what: string, figure: string, aim: string][] = [];
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const count = (value: number) => value.toLocaleString('en');
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const verdict = (aim: string, isMet: boolean) => `${aim} ${isMet ? '✓' : '✗'}`;
const note = (what: string, figure: string, aim = '') => {
  rows.push([what, figure, aim]);
  console.log(`  ${what}: ${figure}`);
};

const startedAt = performance.now();
console.log(`Postgres 17, fsync ${isDurable ? 'on' : 'off'}, shared_buffers 64 MB`);
const server = await startServer(isDurable);
try {
  const small = await server.create('small');
  await createTenants(small.sql);
  await addHistory(small.admin, [{ count: SMALL, days: 30 }]);
  const large = await server.create('large');
  const tenant = await createTenants(large.sql);
  await addHistory(large.admin, [
    { count: LARGE - OF_ONE_TENANT, days: 365 },
    { count: OF_ONE_TENANT, days: 40, tenantId: tenant.id },
  ]);
  console.log(`  ${Math.round((performance.now() - startedAt) / 1_000)} s to fill the tables`);

  for (const database of [small, large]) await throughput(database, 4, JOBS); // warms caches and plans
  for (const [rows, database] of [
    [SMALL, small],
    [LARGE, large],
  ] as const) {
    for (const connections of [1, 4, 8]) {
      const perSecond = await throughput(database, connections, JOBS);
      note(
        `claim + finish, ${count(rows)} finished rows, ${connections} connections`,
        `${Math.round(perSecond)} jobs/s`,
      );
    }
    await database.admin`vacuum (analyze) public.integration_jobs, private.job_leases`;
  }

  const [few, many] = await claimLatencies(small, large, JOBS);
  note(`claim, ${count(SMALL)} finished rows`, `p50 ${ms(percentile(few, 50))}, p99 ${ms(percentile(few, 99))}`);
  note(`claim, ${count(LARGE)} finished rows`, `p50 ${ms(percentile(many, 50))}, p99 ${ms(percentile(many, 99))}`);
  const ratio = percentile(many, 50) / percentile(few, 50);
  note('claim, ratio of the p50', ratio.toFixed(2), verdict('< 1.20', ratio < 1.2));
  note('tick with nothing due', `p95 ${ms(percentile(await tickLatencies(large, 100), 95))}`);

  const { heartbeat, progress } = await hotShares(large, 4_000);
  note('HOT updates of heartbeats', percent(heartbeat), verdict('> 95 %', heartbeat > 0.95));
  note('HOT updates of progress', percent(progress), verdict('> 95 %', progress > 0.95));

  for (const read of await measureReads(large, tenant)) {
    note(read.name, `p95 ${ms(percentile(read.latencies, 95))}`, read.plan);
  }
} finally {
  await server.close();
}

const widths = [0, 1].map((column) => Math.max(...rows.map((row) => String(row[column]).length)));
console.log(`\nMeasured in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
for (const [what, figure, aim] of rows)
  console.log(`${what.padEnd(widths[0] ?? 0)}  ${figure.padEnd(widths[1] ?? 0)}  ${aim}`.trimEnd());
process.exitCode = rows.some(([, , aim]) => aim.includes('✗')) ? 1 : 0;
