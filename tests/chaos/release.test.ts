import { expect, test } from 'vitest';
import { readJob, readLogs, required } from '../support/database/fixtures.ts';
import { until } from '../support/until.ts';
import { chaosStack } from './support/chaos-stack.ts';
import { claimsOf } from './support/witness.ts';

/** Shorter than the budget of a worker (60 s), so that `beforeunload` finds it at work. */
const WALL_CLOCK_MS = 5_000;
const chaos = chaosStack({ INTEGRACOES_FUNCTION_WALL_CLOCK_MS: String(WALL_CLOCK_MS) }, {});

test('beforeunload releases the lease: the next worker goes on at once and no attempt is spent', async () => {
  // A lease so long that only a release explains a second claim.
  await chaos.tune({ lease_seconds: 100 });
  const [tenant] = await chaos.createTenants(1, { companies: 200, latencyMs: 450 });
  const [id] = await chaos.enqueue([required(tenant)], 3);
  const job = await until(
    'the end of the run',
    async () => {
      const row = await readJob(chaos.sql, required(id));
      return row.finished_at === null ? null : row;
    },
    60_000,
  );
  expect(await readLogs(chaos.sql, job.id)).toMatchObject([{ attempt: 1, status: 'success' }]);
  expect(job).toMatchObject({ status: 'success', attempts: 1, processed_count: 200 });
  const claims = await claimsOf(chaos.sql, job.id);
  expect(claims.length).toBeGreaterThan(1);
  const released = chaos.lines.filter(
    (line) => line.includes('job_released') && line.includes(job.id) && line.includes('finished'),
  );
  expect(released.length).toBe(claims.length - 1);
  // Ten pages, the empty one four times until it was believed, and the second look at all of them. The round of up to four pages that was
  // cut is read again by the next worker, no other.
  const { stats } = await chaos.sandbox.read(required(tenant).sandboxToken);
  expect(stats.log.filter(({ complete }) => complete).length).toBeLessThanOrEqual(10 + 4 + 11 + 4 * released.length);
});
