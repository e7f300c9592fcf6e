import { expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { chaosStack, LEASE_SECONDS, TICK_MS } from './support/chaos-stack.ts';
import { figure, spread } from './support/figures.ts';
import { scale } from './support/scale.ts';

const chaos = chaosStack({}, {});

test(
  `Postgres is stopped and started ${scale.restarts} times while jobs run: each goes on`,
  async () => {
    // The local stack does not wait for the disk; a hosted project does, and nothing it has acknowledged is lost in a crash.
    await chaos.admin`alter database postgres set synchronous_commit = on`;
    const tenants = await chaos.createTenants(4, { companies: 300, latencyMs: 150 });
    const downs: number[] = [];
    const recoveries: number[] = [];
    for (let restart = 0; restart < scale.restarts; restart += 1) {
      const held = await until('jobs at work', async () => {
        await chaos.enqueue(tenants, 20);
        const rows = await chaos.sql<{ job_id: string; token: string }[]>`
          select job_id, token from private.job_leases where token is not null and counters ? 'processed'`;
        return rows.length > 1 ? rows : null;
      });
      const upAgain = await chaos.disconnected(async () => {
        const { pid } = chaos.stack.stack.postgres;
        const stoppedAt = performance.now();
        // By turns a clean stop and a crash.
        process.kill(pid, restart % 2 === 0 ? 'SIGINT' : 'SIGKILL');
        const at = await until('Postgres', () => (chaos.stack.stack.postgres.pid === pid ? null : performance.now()));
        downs.push(at - stoppedAt);
        return at;
      });
      await until('the interrupted jobs', async () => {
        const left = await chaos.sql`
          select 1 from unnest(${held.map(({ job_id }) => job_id)}::uuid[], ${held.map(({ token }) => token)}::uuid[]) as held (job_id, token)
          join public.integration_jobs on id = job_id
          where finished_at is null
            and not exists (select 1 from private.job_leases as l where l.job_id = held.job_id and l.token <> held.token)
            and not exists (
              select 1 from private.job_leases as l where l.job_id = held.job_id and l.token = held.token and l.expires_at > now() and l.advanced_at > pg_postmaster_start_time()
            )`;
        return left.length === 0 ? true : null;
      });
      recoveries.push(performance.now() - upAgain);
      await chaos.check();
    }
    await chaos.settle();
    const [ends] = await chaos.sql`
      select count(*)::integer as jobs, count(*) filter (where status = 'success')::integer as done
      from public.integration_jobs where tenant_id = any (${tenants.map(({ id }) => id)})`;
    expect(ends?.done).toBe(ends?.jobs);
    figure('Postgres stopped and started: down', spread(downs));
    figure(
      `Postgres back: interrupted jobs at work again (lease + tick = ${LEASE_SECONDS * 1_000 + TICK_MS} ms)`,
      spread(recoveries),
    );
  },
  60_000 + scale.restarts * 30_000,
);
