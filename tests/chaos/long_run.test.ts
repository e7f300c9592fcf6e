import { expect, test } from 'vitest';
import { readJob, readLogs, required } from '../support/database/fixtures.ts';
import { until } from '../support/until.ts';
import { chaosStack } from './support/chaos-stack.ts';
import { figure } from './support/figures.ts';
import { scale } from './support/scale.ts';
import { claimsOf } from './support/witness.ts';

const COMPANIES_PER_PAGE = 20;
/** A worker may live for the wall clock and works for half of it, as on the platform: it takes requests that long. */
const chaos = chaosStack(
  { INTEGRACOES_FUNCTION_WALL_CLOCK_MS: String(scale.wallClockMs) },
  { INTEGRATIONS_WORKER_BUDGET_MS: String(scale.wallClockMs / 2) },
);
/** Two looks, two pages at a time. */
const workMs = (scale.pages + 2) * scale.pageMs;

test(
  `a run of ${Math.round(workMs / 1000)} s of work is done by workers that live for ${scale.wallClockMs / 1000} s`,
  async () => {
    const companies = scale.pages * COMPANIES_PER_PAGE;
    const [tenant] = await chaos.createTenants(1, { companies, latencyMs: scale.pageMs });
    const { id: tenantId, sandboxToken } = required(tenant);
    const startedAt = performance.now();
    const [id] = await chaos.enqueue([required(tenant)], 3);
    const jobId = required(id);
    const job = await until(
      'the end of the run',
      async () => {
        const row = await readJob(chaos.sql, jobId);
        return row.finished_at === null ? null : row;
      },
      workMs * 3,
    );
    const tookMs = performance.now() - startedAt;

    // Nothing failed on the way: one attempt, one log row.
    expect(await readLogs(chaos.sql, jobId)).toMatchObject([{ attempt: 1, status: 'success' }]);
    expect(job).toMatchObject({ status: 'success', attempts: 1, processed_count: companies });
    expect(job.result).toMatchObject({ created: companies, updated: 0, unchanged: 0 });

    // It was really cut: each claim has its own token and its own worker, and works for less than a wall clock.
    const claims = await claimsOf(chaos.sql, jobId);
    expect(claims.length).toBeGreaterThanOrEqual(Math.floor(workMs / scale.wallClockMs));
    expect(new Set(claims.map(({ token }) => token)).size).toBe(claims.length);
    expect(new Set(claims.map(({ worker }) => worker)).size).toBe(claims.length);
    expect(chaos.lines.filter((line) => line.includes('wall clock limit'))).toEqual([]);

    // Two looks at the list, in which no page was asked for twice, whoever of the workers asked.
    const { stats } = await chaos.sandbox.read(sandboxToken);
    const asked = Map.groupBy(stats.log, ({ page }) => page);
    const times = Array.from({ length: scale.pages }, (_, index) => asked.get(index + 1)?.length);
    expect(times).toEqual(Array(scale.pages).fill(2));

    // The time of all workers adds up: at least what the provider took, at most what passed.
    expect(job.execution_time_ms).toBeGreaterThanOrEqual(workMs);
    expect(job.execution_time_ms).toBeLessThanOrEqual(tookMs);
    const [stored] = await chaos.sql`select count(*)::integer as n from public.companies where tenant_id = ${tenantId}`;
    expect(stored?.n).toBe(companies);
    figure(
      `run of ${(workMs / 1000).toFixed(0)} s of provider time, wall clock ${scale.wallClockMs / 1000} s`,
      `${(tookMs / 1000).toFixed(1)} s, ${claims.length} workers, 1 attempt, two looks at each page`,
    );
  },
  workMs * 4 + 60_000,
);
