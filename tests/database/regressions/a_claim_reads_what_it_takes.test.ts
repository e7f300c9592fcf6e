import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';

const database = testDatabase();
const JOBS = 1_500;

interface Claimed {
  job_id: string;
  lease_token: string;
}

test('a claim reads the jobs that it takes and not all that wait, whatever the statistics say of an empty queue', async () => {
  const { sql } = database;
  await sql`
    insert into public.tenants (name, slug)
    select 'Escritório ' || number, 'many-' || number from generate_series(1, ${JOBS / 3}::int) as number`;
  await sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
    select tenants.id, providers.slug, true
    from public.tenants cross join public.integration_providers as providers where tenants.slug like 'many-%'`;
  const session = await sql.reserve();
  try {
    // Live rows: how many dead entries lie between them is up to transactions anywhere on the server.
    const rowsRead = async () => {
      await session`select pg_stat_force_next_flush()`;
      const [row] = await session<{ read: number }[]>`
        select sum(seq_tup_read + idx_tup_fetch)::int as read from pg_stat_user_tables
        where relid in ('public.integration_jobs'::regclass, 'private.job_leases'::regclass, 'public.tenant_integrations'::regclass)`;
      return required(row).read;
    };
    const run = async () => {
      const [row] = await session<{ claims: Claimed[] }[]>`select public.claim_integration_jobs('test', 10) as claims`;
      const leases = required(row).claims.map(({ job_id, lease_token }) => ({ job_id, lease_token }));
      await session`select public.finish_integration_jobs(${sql.json(leases)})`;
      return leases.length;
    };
    // The statistics of a queue where nothing waits, and plans made with them.
    await session`analyze public.integration_jobs, private.job_leases`;
    await run();
    await session`
      insert into public.integration_jobs (tenant_id, provider_slug)
      select tenant_id, provider_slug from public.tenant_integrations
      on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do nothing`;
    for (let round = 0; round < 40; round += 1) await run();

    const before = await rowsRead();
    let jobs = 0;
    for (let round = 0; round < 20; round += 1) jobs += await run();
    expect(jobs).toBe(200);
    // 24; a look at all that wait would be more than a hundred.
    expect((await rowsRead()) - before).toBeLessThan(40 * jobs);
  } finally {
    session.release();
  }
});
