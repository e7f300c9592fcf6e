import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { type ChaosStack, LEASE_SECONDS, SLICE, TICK_MS, WORKER } from '../support/chaos-stack.ts';
import { figure, percentile, spread } from '../support/figures.ts';
import { createRandom } from '../support/random.ts';
import { scale } from '../support/scale.ts';
import { noteKill, recoveries } from '../support/witness.ts';

/** Records stored so far, those of running attempts included: the clock by which the kills are spread. */
async function recordsStored(chaos: ChaosStack): Promise<number> {
  const [row] = await chaos.sql<{ records: number }[]>`
    select (
      coalesce((select sum(total_processados) from public.integration_logs), 0)
      + coalesce((
        select sum((counters ->> 'processed')::integer - coalesce((attempt_counters ->> 'processed')::integer, 0))
        from private.job_leases where token is not null and counters ? 'processed'
      ), 0)
    )::integer as records`;
  return row?.records ?? 0;
}

/** What a kill costs at most beside the time of the queue: the next process has to start, on a busy machine. */
const START_MS = 10_000;

export function killedProcesses(chaos: ChaosStack): void {
  test(
    `after ${scale.kills} kills of workers and slices no job is lost and nothing is done twice`,
    async () => {
      console.log(`Seed of the kills: CHAOS_SEED=${scale.seed}`);
      const random = createRandom(scale.seed);
      const tenants = await chaos.createTenants(8, { companies: 120, latencyMs: 100 });
      const jobs: string[] = [];
      let hits = 0;
      let mostAtOnce = 0;
      for (let kill = 0; kill < scale.kills; kill += 1) {
        const victim = random.pick([WORKER, SLICE]);
        const moment = (await recordsStored(chaos)) + random.integer(20, 800);
        await until(`moment of kill ${kill + 1}`, async () => {
          jobs.push(...(await chaos.enqueue(tenants, random.pick([3, 20]))));
          return (await recordsStored(chaos)) >= moment ? true : null;
        });
        const held = await noteKill(chaos.sql, victim);
        if (held > 0) hits += 1;
        mostAtOnce = Math.max(mostAtOnce, held);
        await chaos.functions.kill(victim);
        if (kill % 10 === 0) await chaos.check();
      }
      await chaos.settle();

      const workers = await recoveries(chaos.sql, WORKER, ['worker_lost']);
      const slices = await recoveries(chaos.sql, SLICE, ['internal_error']);
      const ends = await chaos.sql<{ status: string; jobs: number }[]>`
      select status, count(*)::integer as jobs from public.integration_jobs where id = any (${jobs}) group by status order by status`;
      figure('kills', `${scale.kills}, ${hits} of them while jobs were running, up to ${mostAtOnce} at once`);
      figure('jobs under kills', ends.map(({ status, jobs }) => `${jobs} ${status}`).join(', '));
      // A heartbeat may have renewed the lease just before the kill: then all of it has to pass.
      const workerBound = LEASE_SECONDS * 1_000 + TICK_MS;
      const sliceBound = 1_200 + TICK_MS;
      if (workers.length > 0) {
        figure(`worker killed: job claimed again (lease + tick = ${workerBound} ms)`, spread(workers));
        expect(percentile(workers, 0.99)).toBeLessThan(workerBound + START_MS);
      }
      if (slices.length > 0) {
        figure(`slice killed: job claimed again (back-off + tick = ${sliceBound} ms)`, spread(slices));
        expect(percentile(slices, 0.99)).toBeLessThan(sliceBound + START_MS);
      }
      expect(hits).toBeGreaterThan(0);
      expect(mostAtOnce).toBeGreaterThan(1);
      expect(workers.length + slices.length).toBeGreaterThan(0);
    },
    90_000 + scale.kills * 10_000,
  );
}
