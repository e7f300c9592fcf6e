import {
  callLatencies,
  claimLatencies,
  health,
  hotShares,
  oldSnapshotLatencies,
  throughput,
  tick,
} from './queue-measures.ts';
import { measureReads } from './read-measures.ts';
import { addHistory, addWaiting, createTenants } from './rows.ts';
import { startServer } from './server.ts';
import { percentile } from './statistics.ts';

/**
 * `npm run bench`: the queue and its reads on a Postgres of its own, about five minutes. Absolute figures are those of the
 * machine; what should hold everywhere are the ratios and shares, which come from one run. `BENCH_DURABLE=1` turns fsync on.
 */

const SMALL = 1_000;
const LARGE = 1_000_000;
const OF_ONE_TENANT = 100_000;
const JOBS = 1_000;
/** 75 s of 60 runs a second. */
const OF_AN_OLD_TRANSACTION = 4_500;

const isDurable = process.env.BENCH_DURABLE === '1';
const rows: [what: string, figure: string, aim: string][] = [];
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const count = (value: number) => value.toLocaleString('en');
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const verdict = (aim: string, isMet: boolean) => `${aim} ${isMet ? '✓' : '✗'}`;
const p50 = (values: readonly number[] | undefined) => percentile(values ?? [], 50);
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
  const waiting = await server.create('waiting');
  await createTenants(waiting.sql);
  await addWaiting(waiting.admin, LARGE);
  console.log(`  ${Math.round((performance.now() - startedAt) / 1_000)} s to fill the tables`);

  for (const database of [small, large, waiting]) await throughput(database, 4, JOBS); // warms caches and plans
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

  /** Against the small table, in turns: the ratio is what should be 1. */
  const compare = (what: string, [few, many]: readonly (number[] | undefined)[], limit: number) => {
    const ratio = p50(many) / p50(few);
    note(
      what,
      `p50 ${ms(p50(many))}, ${ratio.toFixed(2)} of ${ms(p50(few))}`,
      verdict(`< ${limit.toFixed(2)}`, ratio < limit),
    );
  };
  for (const [rows, database] of [
    [`${count(LARGE)} finished rows`, large],
    [`${count(LARGE)} waiting rows`, waiting],
  ] as const) {
    compare(`claim, ${rows}`, await claimLatencies(small, database, JOBS), 1.2);
    compare(`tick with nothing due, ${rows}`, await callLatencies([small, database], 200, tick), 1.2);
    compare(`health, ${rows}`, await callLatencies([small, database], 200, health), 1.2);
  }
  compare(
    `claim, transaction open for ${count(OF_AN_OLD_TRANSACTION)} jobs`,
    await oldSnapshotLatencies(small, waiting, OF_AN_OLD_TRANSACTION, 600),
    2,
  );

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
