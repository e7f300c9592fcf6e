import { expect, test } from 'vitest';
import { readJob } from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import type { ChaosStack } from '../support/chaos-stack.ts';
import { figure, spread } from '../support/figures.ts';
import { claimsOf } from '../support/witness.ts';

const LATENCY_MS = 150;

export function cancelUnderLoad(chaos: ChaosStack): void {
  test('a cancelled job makes no call after the one under way, and its late answers change nothing', async () => {
    const admins = await Promise.all(
      Array.from({ length: 4 }, () => chaos.createAdmin({ companies: 511, latencyMs: LATENCY_MS })),
    );
    const others = await chaos.enqueue(await chaos.createTenants(4, { companies: 200, latencyMs: LATENCY_MS }));
    const stops: number[] = [];
    const canceled = await Promise.all(
      admins.map(async (admin) => {
        const id = await chaos.client.submit(admin, 'acessorias');
        chaos.accept(id);
        await until('three calls', async () =>
          (await chaos.sandbox.read(admin.sandboxToken)).stats.started >= 3 ? true : null,
        );
        const { error } = await admin.client.from('integration_jobs').update({ status: 'canceled' }).eq('id', id);
        expect(error).toBeNull();
        const at = Date.now();
        const { stats } = await chaos.sandbox.read(admin.sandboxToken);
        return { admin, id, at, calls: stats.started, job: await readJob(chaos.sql, id) };
      }),
    );
    for (const { admin, at } of canceled) {
      await until('the end of the last call', async () => {
        const { stats } = await chaos.sandbox.read(admin.sandboxToken);
        return stats.concurrent === 0 ? true : null;
      });
      stops.push(Math.max(0, Date.now() - at));
    }
    const companies = () =>
      chaos.sql`select count(*)::integer from public.companies where tenant_id = any (${admins.map(({ tenant }) => tenant.id)})`;
    const before = await companies();
    // The others run to their end meanwhile, in the same processes: late answers have been given by then.
    await chaos.settle();

    figure('cancelled: last provider call over', spread(stops));
    for (const { admin, id, calls, job } of canceled) {
      expect(job).toMatchObject({ status: 'canceled', canceled_by: admin.userId });
      expect(await readJob(chaos.sql, id)).toEqual(job);
      // The answer to the cancellation and the next call may cross: that one was under way.
      expect((await chaos.sandbox.read(admin.sandboxToken)).stats.started).toBeLessThanOrEqual(calls + 1);
    }
    expect(await companies()).toEqual(before);
    // Held by the same workers: a cancellation reaches exactly its job.
    const workers = await Promise.all(
      [...others, ...canceled.map(({ id }) => id)].map(async (id) => (await claimsOf(chaos.sql, id)).at(-1)?.worker),
    );
    expect(new Set(workers).size).toBeLessThan(workers.length);
    for (const id of others) {
      expect(await readJob(chaos.sql, id)).toMatchObject({ status: 'success', attempts: 1 });
      expect(await claimsOf(chaos.sql, id)).toHaveLength(1);
    }
  });
}
