import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, claim, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('eight workers drain a thousand jobs, each job exactly once', { timeout: 30_000 }, async () => {
  const { sql } = database;
  await sql`
    with tenants as (
      insert into public.tenants (name, slug) select 'Escritório', 'office-' || number from generate_series(1, 1000) as number returning id
    ),
    integrations as (
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
      select id, 'acessorias', true from tenants returning tenant_id
    )
    select count(*) from integrations`;
  await sql`insert into public.integration_jobs (tenant_id, provider_slug) select id, 'acessorias' from public.tenants`;

  const finished = await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      const mine: string[] = [];
      for (let next = await claim(sql, `worker-${worker}`); next; next = await claim(sql, `worker-${worker}`)) {
        expect(await call(sql, 'finish_integration_job', next.job_id, next.lease_token)).toMatchObject({
          status: 'success',
        });
        mine.push(next.job_id);
      }
      return mine;
    }),
  );
  expect(finished.flat()).toHaveLength(1_000);
  expect(new Set(finished.flat()).size).toBe(1_000);
  // Nobody was left out: the workers really ran side by side.
  expect(finished.every((mine) => mine.length > 0)).toBe(true);
  const [row] = await sql`
    select
      (select count(*)::int from public.integration_jobs where status = 'success' and attempts = 1) as succeeded,
      (select count(*)::int from public.integration_logs) as logged,
      (select count(*)::int from private.job_leases) as leases`;
  expect(required(row)).toEqual({ succeeded: 1_000, logged: 1_000, leases: 0 });
});

test('five hundred inserts at once for one tenant and provider make exactly one job', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const outcomes = await Promise.allSettled(Array.from({ length: 500 }, () => enqueue(sql, tenant)));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(499);
  expect(new Set(refused.map(({ reason }) => String(reason.constraint_name)))).toEqual(
    new Set(['one_active_job_per_tenant_and_provider']),
  );
  expect(await sql`select 1 from public.integration_jobs where tenant_id = ${tenant.id}`).toHaveLength(1);
});
