import { expect, test } from 'vitest';
import { readJob, readLogs, required } from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import { type ChaosStack, type ChaosTenant, SLICE, WORKER } from '../support/chaos-stack.ts';
import { figure } from '../support/figures.ts';
import { claimsOf } from '../support/witness.ts';

/** Waits until each job has stored a page and is still at work. */
async function underWay(chaos: ChaosStack, jobs: readonly string[]): Promise<void> {
  await until('a page of every job', async () => {
    const rows = await chaos.sql`
      select 1 from private.job_leases where job_id = any (${[...jobs]}) and token is not null and counters ? 'processed'`;
    return rows.length === jobs.length ? true : null;
  });
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) process.kill(pid, name);
}

/** How many pages a second look asks for at the most at one time. */
const PAGES_AT_ONCE = 4;

async function pagesRead(chaos: ChaosStack, tenant: ChaosTenant): Promise<number[]> {
  const { stats } = await chaos.sandbox.read(tenant.sandboxToken);
  return stats.log.map(({ page }) => page);
}

/** A worker that lost its job and does not know it. */
export function zombies(chaos: ChaosStack): void {
  test('two workers on one job after its lease was taken away: one of them writes', async () => {
    const tenants = await chaos.createTenants(3, { companies: 200, latencyMs: 120 });
    const jobs = await chaos.enqueue(tenants, 3);
    await underWay(chaos, jobs);
    // In one transaction: the worker cannot renew in between, and goes on for as long as nobody tells it.
    await chaos.sql.begin(async (sql) => {
      await sql`update private.job_leases set expires_at = now() - interval '1 second' where job_id = any (${jobs})`;
      await sql`select public.integration_queue_tick()`;
    });
    await chaos.settle();

    for (const [index, tenant] of tenants.entries()) {
      const id = required(jobs[index]);
      expect((await claimsOf(chaos.sql, id)).length).toBe(2);
      expect(await readLogs(chaos.sql, id)).toMatchObject([
        { attempt: 1, status: 'error', error_code: 'worker_lost' },
        { attempt: 2, status: 'success' },
      ]);
      // Ten pages and the empty one, asked four times until it was believed; the second look at all of them; and the round of pages that
      // the first worker could not store, with the one that it had begun.
      expect((await pagesRead(chaos, tenant)).length).toBeLessThanOrEqual(10 + 4 + 11 + 2 * PAGES_AT_ONCE);
    }
  });

  test('a worker that freezes past its lease finds its job taken and leaves it alone', async () => {
    const tenants = await chaos.createTenants(2, { companies: 200, latencyMs: 100 });
    const jobs = await chaos.enqueue(tenants, 3);
    await underWay(chaos, jobs);
    const pids = chaos.functions.pids(WORKER);
    signal(pids, 'SIGSTOP');
    try {
      const startedAt = performance.now();
      await until('the queue notices', async () => {
        await chaos.sql`select public.integration_queue_tick()`;
        const logs = await chaos.sql`
          select 1 from public.integration_logs where execution_id = any (${jobs}) and error_code = 'worker_lost'`;
        return logs.length === jobs.length ? true : null;
      });
      figure('frozen worker: noticed', `${Math.round(performance.now() - startedAt)} ms`);
    } finally {
      signal(pids, 'SIGCONT');
    }
    await chaos.settle();
    for (const id of jobs) {
      // Both attempts stored pages, and so the lost one cost the job none.
      expect(await readJob(chaos.sql, id)).toMatchObject({ status: 'success', attempts: 1 });
      expect((await claimsOf(chaos.sql, id)).length).toBe(2);
    }
  });

  test('a slice that hangs without end is ended as stalled, and what it says later changes nothing', async () => {
    const [tenant] = await chaos.createTenants(1, { companies: 200, latencyMs: 100 });
    const [id] = await chaos.enqueue([required(tenant)]);
    const job = required(id);
    await underWay(chaos, [job]);
    const pids = chaos.functions.pids(SLICE);
    signal(pids, 'SIGSTOP');
    const rows = () => chaos.sql`select id, updated_at from public.companies where tenant_id = ${required(tenant).id}`;
    let before: Awaited<ReturnType<typeof rows>>;
    try {
      await until('the queue notices', async () => {
        await chaos.sql`update private.job_leases set advanced_at = advanced_at - interval '10 minutes' where job_id = ${job}`;
        await chaos.sql`select public.integration_queue_tick()`;
        return (await readJob(chaos.sql, job)).finished_at;
      });
      before = await rows();
    } finally {
      signal(pids, 'SIGCONT');
    }
    const ended = await readJob(chaos.sql, job);
    expect(ended).toMatchObject({ status: 'error', error_code: 'job_stalled', attempts: 1 });
    // The same processes do a whole run of somebody else: by then the late answer has been given.
    await chaos.enqueue(await chaos.createTenants(1));
    await chaos.settle();
    expect(await readJob(chaos.sql, job)).toEqual(ended);
    expect(await rows()).toEqual(before);
  });
}
