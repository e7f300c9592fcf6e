import { beforeEach, expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { type Claim, call, claim, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();
const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'];

type Held = Claim & { tenant_id: string; provider_slug: string };

const claimMany = async (sql: Sql, limit: number) => {
  const [row] = await sql<{ claims: Held[] }[]>`select public.claim_integration_jobs('test', ${limit}) as claims`;
  return required(row).claims;
};
const finishMany = (sql: Sql, held: Held[]) =>
  call(sql, 'finish_integration_jobs', held.map(({ job_id, lease_token }) => ({ job_id, lease_token })) as never);

async function fill(sql: Sql, tenants: number, providers = PROVIDERS): Promise<void> {
  for (let index = 0; index < tenants; index += 1) {
    const tenant = await createTenant(sql, providers);
    for (const provider of providers) await enqueue(sql, tenant, provider);
  }
}

/** Most of one kind at once, in the table as it is committed now. */
const most = async (sql: Sql, column: 'all' | 'tenant_id' | 'provider_slug') => {
  const [row] = await sql.unsafe<{ most: number }[]>(`
    select coalesce(max(running), 0)::int as most
    from (select count(*) as running from public.integration_jobs where status = 'running' ${column === 'all' ? '' : `group by ${column}`}) as counts`);
  return required(row).most;
};

beforeEach(async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  await sql`
    update private.queue_settings
    set max_workers = 3, jobs_per_worker = 4, max_running_per_tenant = 2, max_provider_share = 0.5, click_reserve_share = 0`;
});

test('a claim hands out as many as asked for, those due longest first', async () => {
  const { sql } = database;
  const jobs: string[] = [];
  for (let index = 0; index < 5; index += 1) jobs.push(await enqueue(sql, await createTenant(sql)));
  await sql`update public.integration_jobs set run_after = now() - interval '1 minute' where id = ${required(jobs[3])}`;
  const claims = await claimMany(sql, 3);
  expect(claims.map(({ job_id }) => job_id)).toEqual([jobs[3], jobs[0], jobs[1]]);
  expect(claims[0]).toMatchObject({ attempt: 1, lease_seconds: 60, jobs_per_worker: 4, recovered: { requeued: 0 } });
  expect(new Set(claims.map(({ lease_token }) => lease_token)).size).toBe(3);
  expect(await claimMany(sql, 9)).toHaveLength(2);
  expect(await claimMany(sql, 9)).toEqual([]);
});

test('no more run than all workers together may hold, than a tenant may, than the share of a provider is', async () => {
  const { sql } = database;
  await fill(sql, 10);
  const claims = await claimMany(sql, 100);
  expect(claims).toHaveLength(12);
  expect(await most(sql, 'all')).toBe(12);
  expect(await most(sql, 'tenant_id')).toBe(2);
  expect(await most(sql, 'provider_slug')).toBeLessThanOrEqual(6);
  expect(await claim(sql)).toBeNull();

  await finishMany(sql, claims.slice(0, 1));
  expect(await claimMany(sql, 100)).toHaveLength(1);
});

test('a provider that fills its share leaves room for the others, however many of its jobs have waited longer', async () => {
  const { sql } = database;
  await fill(sql, 40, ['acessorias']);
  await fill(sql, 4, ['onecode']);
  const claims = await claimMany(sql, 100);
  expect(claims.filter(({ provider_slug }) => provider_slug === 'acessorias')).toHaveLength(6);
  expect(claims.filter(({ provider_slug }) => provider_slug === 'onecode')).toHaveLength(4);
});

test('thirty connections that claim and finish at once never exceed a limit', { timeout: 60_000 }, async () => {
  const { sql } = database;
  await fill(sql, 60);
  const exceeded: string[] = [];
  let done = 0;
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      const [all, tenant, provider] = await Promise.all(
        (['all', 'tenant_id', 'provider_slug'] as const).map((kind) => most(sql, kind)),
      );
      if (Number(all) > 12 || Number(tenant) > 2 || Number(provider) > 6) exceeded.push(`${all}/${tenant}/${provider}`);
    }
  };
  const work = async (index: number) => {
    while (done < 180) {
      const held = await claimMany(sql, (index % 5) + 1);
      if (held.length === 0) continue;
      await finishMany(sql, held);
      done += held.length;
    }
  };
  const watching = watch();
  await Promise.all(Array.from({ length: 30 }, (_, index) => work(index)));
  isOver = true;
  await watching;
  expect(exceeded).toEqual([]);
  expect(done).toBe(180);
  expect(await sql`select 1 from public.integration_jobs where status <> 'success'`).toHaveLength(0);
});

test('a claim that is not committed yet counts, and nobody waits for it', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set max_workers = 1, jobs_per_worker = 2, max_provider_share = 1`;
  await fill(sql, 3, ['acessorias']);
  await sql.begin(async (slow) => {
    expect(await claimMany(slow, 1)).toHaveLength(1);
    expect(await claimMany(sql, 9)).toHaveLength(1);
    expect(await claimMany(sql, 9)).toEqual([]);
  });
  expect(await most(sql, 'all')).toBe(2);
});

test('of two jobs of one tenant that may run one, the second waits for the first, not for the third tenant', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set max_running_per_tenant = 1`;
  await fill(sql, 2, ['acessorias', 'onecode']);
  const claims = await claimMany(sql, 9);
  expect(new Set(claims.map(({ tenant_id }) => tenant_id)).size).toBe(2);
  expect(claims).toHaveLength(2);
  await finishMany(sql, claims);
  expect(await claimMany(sql, 9)).toHaveLength(2);
});
