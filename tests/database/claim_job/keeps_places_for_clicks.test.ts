import { beforeEach, expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { type Claim, call, createMember, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();
const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'];

const claimMany = async (limit: number) =>
  (await call(database.sql, 'claim_integration_jobs', 'test', limit as never)) as unknown as (Claim & {
    provider_slug: string;
  })[];
const finishMany = (held: Claim[]) =>
  call(
    database.sql,
    'finish_integration_jobs',
    held.map(({ job_id, lease_token }) => ({ job_id, lease_token })) as never,
  );

/** Scheduled runs that have been due for an hour. */
async function schedule(sql: Sql, tenants: number, providers = PROVIDERS): Promise<void> {
  for (let index = 0; index < tenants; index += 1) {
    const tenant = await createTenant(sql, providers);
    for (const provider of providers) await enqueue(sql, tenant, provider);
  }
  await sql`update public.integration_jobs set run_after = now() - interval '1 hour' where created_by is null`;
}

async function click(provider = 'acessorias'): Promise<string> {
  const tenant = await createTenant(database.sql, [provider]);
  const admin = await createMember(database.sql, tenant, 'admin');
  return database.as({ user: admin }, (as) => enqueue(as, tenant, provider));
}

beforeEach(async () => {
  const { sql } = database;
  await sql`delete from public.integration_jobs`;
  await sql`
    update private.queue_settings
    set max_workers = 4, jobs_per_worker = 4, max_provider_share = 0.5, click_reserve_share = 0.125`;
});

test('scheduled runs leave an eighth of the places, and a click takes one of them past all that were due before it', async () => {
  const { sql } = database;
  await schedule(sql, 12);
  expect(await claimMany(100)).toHaveLength(14);
  expect(await claimMany(100)).toEqual([]);
  const clicked = [await click(), await click('onecode')];
  expect((await claimMany(100)).map(({ job_id }) => job_id)).toEqual(clicked);
  expect(await claimMany(100)).toEqual([]);
});

test('of the places of each provider an eighth is left, too', async () => {
  const { sql } = database;
  await schedule(sql, 12, ['acessorias']);
  expect(await claimMany(100)).toHaveLength(7);
  const clicked = await click();
  expect((await claimMany(100)).map(({ job_id }) => job_id)).toEqual([clicked]);
  await click();
  expect(await claimMany(100)).toEqual([]);
});

test('a click is found behind thousands of scheduled runs that are due and find no place', async () => {
  const { sql } = database;
  await schedule(sql, 14, ['acessorias']);
  expect(await claimMany(100)).toHaveLength(7);
  await sql`
    with made as (
      insert into public.tenants (name, slug)
      select 'Grupo ' || n, 'behind-' || n from generate_series(1, 3000) as n returning id
    ),
    connected as (
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
      select id, 'acessorias', true from made
    )
    select 1`;
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug, run_after)
    select tenant_id, provider_slug, now() - interval '1 hour'
    from public.tenant_integrations as integration
    join public.tenants as tenant on tenant.id = integration.tenant_id
    where tenant.slug like 'behind-%'`;
  const clicked = await click();
  expect((await claimMany(1)).map(({ job_id }) => job_id)).toEqual([clicked]);
});

test('a place that a scheduled run leaves goes to a scheduled run, and the reserve of a single place is none', async () => {
  const { sql } = database;
  await schedule(sql, 12);
  const held = await claimMany(100);
  await finishMany(held.slice(0, 2));
  expect(await claimMany(100)).toHaveLength(2);
  await finishMany(held.slice(2));
  await sql`update private.queue_settings set max_workers = 1, jobs_per_worker = 1`;
  await sql`delete from public.integration_jobs where status <> 'pending'`;
  expect(await claimMany(100)).toHaveLength(1);
});

test('no worker is wanted for scheduled runs that find no place, and one is for a click', async () => {
  const { sql } = database;
  await schedule(sql, 12);
  await claimMany(100);
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ running: 14, workers_wanted: 0 });
  required(await click());
  expect(await call(sql, 'integration_queue_tick')).toMatchObject({ running: 14, workers_wanted: 1 });
});
