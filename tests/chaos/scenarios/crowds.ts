import { expect, test } from 'vitest';
import { required } from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import type { ChaosStack } from '../support/chaos-stack.ts';
import { figure, spread } from '../support/figures.ts';
import { scale } from '../support/scale.ts';

async function poke(chaos: ChaosStack): Promise<void> {
  const response = await fetch(`${chaos.client.apiUrl}/functions/v1/process-integration-job`, {
    method: 'POST',
    headers: { apikey: chaos.client.secretKey, 'Content-Type': 'application/json' },
    body: '{}',
  });
  expect(response.status).toBe(202);
  await response.body?.cancel();
}

export function crowds(chaos: ChaosStack): void {
  test(
    `${scale.calls} calls of run-integration at once make one job; every other caller learns its id`,
    async () => {
      // The job must outlast the last call; then it may hurry.
      const slow = { companies: 1_000, latencyMs: 900 };
      const admin = await chaos.createAdmin(slow);
      const times: number[] = [];
      const call = async () => {
        const startedAt = performance.now();
        const response = await fetch(`${chaos.client.apiUrl}/functions/v1/run-integration`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            apikey: chaos.client.publishableKey,
            Authorization: `Bearer ${admin.token}`,
          },
          body: JSON.stringify({ tenant_id: admin.tenant.id, provider_slug: 'acessorias' }),
        });
        const body = (await response.json()) as { job_id?: string };
        times.push(performance.now() - startedAt);
        return { status: response.status, jobId: body.job_id };
      };
      const answers = await Promise.all(Array.from({ length: scale.calls }, call));
      await chaos.configure({ id: admin.tenant.id, sandboxToken: admin.sandboxToken }, { ...slow, latencyMs: 0 });
      const statuses = Map.groupBy(answers, ({ status }) => status);
      expect([...statuses].map(([status, all]) => [status, all.length]).toSorted()).toEqual([
        [202, 1],
        [409, scale.calls - 1],
      ]);
      const ids = new Set(answers.map(({ jobId }) => jobId));
      expect(ids.size).toBe(1);
      chaos.accept(required([...ids][0]));
      figure(
        `${scale.calls} calls of run-integration at once: 1 x 202, ${scale.calls - 1} x 409; answer`,
        spread(times),
      );
    },
    60_000 + scale.calls * 500,
  );

  test(
    `${scale.jobs} pending jobs are drained by workers with five places each, each exactly once`,
    async () => {
      const tenants = await chaos.createTenants(scale.jobs, { companies: 3, latencyMs: 0 });
      // Forty may run, as many as the short form has: one worker cannot hold them.
      await chaos.tune({ max_workers: 8, jobs_per_worker: 5 });
      const startedAt = performance.now();
      const jobs = await chaos.enqueue(tenants, 3);
      await Promise.all(Array.from({ length: 8 }, () => poke(chaos)));
      expect(jobs).toHaveLength(scale.jobs);
      await until(
        'the last job',
        async () => {
          const [row] = await chaos.sql`select 1 from public.integration_jobs where finished_at is null limit 1`;
          return row ? null : true;
        },
        600_000,
      );
      const seconds = (performance.now() - startedAt) / 1_000;

      const [claims] = await chaos.sql<{ all: number; jobs: number; workers: number }[]>`
      select count(*)::integer as all, count(distinct job_id)::integer as jobs, count(distinct worker)::integer as workers
      from chaos.claims where job_id = any (${jobs})`;
      expect(claims).toMatchObject({ all: scale.jobs, jobs: scale.jobs });
      // A worker whose places are all taken calls the next one.
      expect(claims?.workers).toBeGreaterThan(1);
      const ends = await chaos.sql`
      select status, attempts, count(*)::integer as jobs from public.integration_jobs where id = any (${jobs}) group by status, attempts`;
      expect(ends).toEqual([{ status: 'success', attempts: 1, jobs: scale.jobs }]);
      // One page, and the empty one twice: nobody read a tenant that somebody else had.
      const reads = await Promise.all(
        tenants.map(async ({ sandboxToken }) => (await chaos.sandbox.read(sandboxToken)).stats.requests),
      );
      expect(new Set(reads)).toEqual(new Set([3]));
      figure(
        `${scale.jobs} jobs drained by 8 workers with 5 jobs each`,
        `each once, ${seconds.toFixed(1)} s, ${(scale.jobs / seconds).toFixed(0)} jobs/s, ${claims?.workers} workers in all`,
      );
    },
    60_000 + scale.jobs * 1_000,
  );
}
