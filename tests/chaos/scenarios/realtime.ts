import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import type { ChaosStack } from '../support/chaos-stack.ts';
import { figure } from '../support/figures.ts';

/** Ends the replication connections of Realtime; returns how many there were. */
async function breakRealtime(chaos: ChaosStack): Promise<number> {
  const ended = await chaos.admin`select pg_terminate_backend(pid) from pg_stat_replication`;
  return ended.length;
}

export function deadRealtime(chaos: ChaosStack): void {
  test('jobs run to their end while Realtime is down, and it comes back by itself', async () => {
    const admin = await chaos.createAdmin();
    const seen = new Set<string>();
    const channel = admin.client
      .channel(`jobs-${admin.tenant.id}`)
      .on(
        'postgres_changes',
        { event: '*', schema: 'public', table: 'integration_jobs', filter: `tenant_id=eq.${admin.tenant.id}` },
        ({ new: row }) => {
          if ('status' in row && row.status === 'success') seen.add(String(row.id));
        },
      );
    const joined = Promise.withResolvers<void>();
    channel.subscribe((status) => {
      if (status === 'SUBSCRIBED') joined.resolve();
    });
    await joined.promise;

    const tenants = await chaos.createTenants(4, { companies: 100, latencyMs: 50 });
    const jobs = await chaos.enqueue(tenants, 3);
    let breaks = 0;
    await until('the end of all jobs', async () => {
      breaks += await breakRealtime(chaos);
      const left = await chaos.sql`select 1 from public.integration_jobs where finished_at is null limit 1`;
      return left.length === 0 ? true : null;
    });
    expect(breaks).toBeGreaterThan(0);
    const ends = await chaos.sql`
      select 1 from public.integration_jobs where id = any (${jobs}) and status = 'success' and attempts = 1`;
    expect(ends).toHaveLength(jobs.length);

    const startedAt = performance.now();
    await until('a change that the browser sees again', async () => {
      const [active] = await chaos.sql`
        select 1 from public.integration_jobs where tenant_id = ${admin.tenant.id} and finished_at is null`;
      if (!active) chaos.accept(await chaos.client.submit(admin, 'acessorias'));
      return seen.size > 0 ? true : null;
    });
    figure('Realtime down: changes seen again', `${Math.round(performance.now() - startedAt)} ms`);
  });
}
