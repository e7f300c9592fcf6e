import { expect, test } from 'vitest';
import { required } from '../../support/database/fixtures.ts';
import { until } from '../../support/until.ts';
import { type ChaosStack, TICK_MS, WORKER } from '../support/chaos-stack.ts';
import { figure, spread } from '../support/figures.ts';

export function lostPokes(chaos: ChaosStack): void {
  test('a poke that dies with its worker costs a moment and no job', async () => {
    const admins = await Promise.all(Array.from({ length: 2 }, () => chaos.createAdmin()));
    const waits: number[] = [];
    for (const admin of admins) {
      const id = await chaos.client.submit(admin, 'acessorias');
      chaos.accept(id);
      await chaos.functions.kill(WORKER);
      const startedAt = performance.now();
      const [killed] = await chaos.sql<{ at: Date }[]>`select clock_timestamp() as at`;
      await until(`claim of ${id}`, async () => {
        const [claim] = await chaos.sql`
          select 1 from chaos.claims where job_id = ${id} and claimed_at > ${required(killed).at}
          union all select 1 from public.integration_jobs where id = ${id} and finished_at is not null`;
        return claim ? true : null;
      });
      waits.push(performance.now() - startedAt);
    }
    await chaos.settle();
    figure(`poke lost: job claimed (tick ${TICK_MS} ms and the start of a process)`, spread(waits));
    const done = await chaos.sql`
      select 1 from public.integration_jobs where tenant_id = any (${admins.map(({ tenant }) => tenant.id)}) and status = 'success'`;
    expect(done).toHaveLength(admins.length);
  });
}
