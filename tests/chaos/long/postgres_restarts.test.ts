import { expect, onTestFinished, test, vi } from 'vitest';
import { until } from '../../support/until.ts';
import { chaosStack, LEASE_SECONDS, TICK_MS } from '../support/chaos-stack.ts';
import { figure, spread } from '../support/figures.ts';
import { scale } from '../support/scale.ts';

const chaos = chaosStack({}, {});

test(
  `Postgres is stopped and started ${scale.restarts} times while jobs run: each goes on`,
  async () => {
    // REST says on the console what it could not reach; nothing else may be said there.
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => complaints.mockRestore());
    // The local stack does not wait for the disk; a hosted project does, and nothing it has acknowledged is lost in a crash.
    await chaos.admin`alter database postgres set synchronous_commit = on`;
    const tenants = await chaos.createTenants(4, { companies: 300, latencyMs: 150 });
    const downs: number[] = [];
    const recoveries: number[] = [];
    let mayEndAfter = 0;
    for (let restart = 0; restart < scale.restarts; restart += 1) {
      const held = await until('jobs at work', async () => {
        await chaos.enqueue(tenants, 20);
        const rows = await chaos.sql<{ job_id: string; token: string }[]>`
          select job_id, token from private.job_leases where token is not null and counters ? 'processed'`;
        return rows.length > 1 && performance.now() > mayEndAfter ? rows : null;
      });
      const { pid } = chaos.stack.stack.postgres;
      const stoppedAt = performance.now();
      // By turns a clean stop and a crash.
      process.kill(pid, restart % 2 === 0 ? 'SIGINT' : 'SIGKILL');
      const upAgain = await until('Postgres', async () => {
        if (chaos.stack.stack.postgres.pid === pid) return null;
        // Refused connections are what this waits to end.
        return await chaos.sql`select 1`.then(
          () => performance.now(),
          () => null,
        );
      });
      downs.push(upAgain - stoppedAt);
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
      const starts = () => chaos.lines.filter((line) => line === '[postgres] Started again').length;
      await until('the start to be noticed', () => (starts() > restart ? true : null));
      // A Postgres that ends within three seconds of its start counts as broken and stays away.
      mayEndAfter = performance.now() + 3_100;
      await chaos.check();
    }
    await chaos.settle();
    for (const [complaint] of complaints.mock.calls) {
      expect(String((complaint as { code?: unknown }).code)).toMatch(/^(CONNECTION_|CONNECT_|ECONN|EPIPE|57P0|PGRST)/);
    }
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
