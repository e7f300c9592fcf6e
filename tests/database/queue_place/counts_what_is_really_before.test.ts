import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createMember, createTenant, enqueue, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

// A place is one among all that wait: those of other tests are gone.
beforeEach(() => database.sql`delete from public.integration_jobs where id is not null`);

interface Place {
  position: number | null;
  reason: string | null;
  seconds: number | null;
}

async function placeOf(tenant: Tenant, jobId: string, role: 'admin' | 'auditor' | 'member' = 'auditor') {
  const user = await createMember(database.sql, tenant, role);
  const [row] = await database.as(
    { user },
    (sql) => sql<{ place: Place | null }[]>`select public.integration_queue_place(${jobId}) as place`,
  );
  return required(row).place;
}

/** Jobs that are due, in this order, of new tenants unless of `tenant`. */
async function due(count: number, provider = 'acessorias', tenant?: Tenant) {
  const jobs: { id: string; tenant: Tenant }[] = [];
  for (let index = 0; index < count; index += 1) {
    const of = tenant ?? (await createTenant(database.sql, ['acessorias', 'onecode', 'bomcontrole']));
    const id = await enqueue(database.sql, of, provider);
    jobs.push({ id, tenant: of });
  }
  return jobs;
}
const settings = (set: { workers?: number; perWorker?: number; perTenant?: number; share?: number }) => database.sql`
  update private.queue_settings
  set max_workers = ${set.workers ?? 8}, jobs_per_worker = ${set.perWorker ?? 8},
    max_running_per_tenant = ${set.perTenant ?? 3}, max_provider_share = ${set.share ?? 1}
  where only_row`;
const claimed = async (count: number) => {
  for (let index = 0; index < count; index += 1) required(await claim(database.sql));
};
/** A run of Acessórias that took about a minute, a little less: what it took to write it counts too. */
async function aRunTookAMinute() {
  const [job] = await due(1);
  await claimed(1);
  await database.sql`
    update private.job_leases set claimed_at = claimed_at - interval '59.5 seconds' where job_id = ${required(job).id}`;
  await database.sql`
    update public.integration_jobs set status = 'success', progress = 100, finished_at = now() where id = ${required(job).id}`;
}

test('with room for all a run is told its number, and that it begins at once', async () => {
  await settings({});
  const [first, second] = await due(2);
  expect(await placeOf(required(first).tenant, required(first).id)).toEqual({ position: 1, reason: null, seconds: 0 });
  expect(await placeOf(required(second).tenant, required(second).id)).toEqual({
    position: 2,
    reason: null,
    seconds: 0,
  });
});

test('with all places taken it is told how many are before it and about how long that lasts', async () => {
  await settings({ workers: 1, perWorker: 2 });
  await aRunTookAMinute();
  const jobs = await due(5);
  await claimed(2);
  const third = required(jobs[4]);
  // Two run, two are before it: when three have ended it begins. One ends every 30 seconds.
  expect(await placeOf(third.tenant, third.id)).toEqual({ position: 3, reason: 'all', seconds: 90 });
});

test('nobody knows how long it lasts where nothing has run yet', async () => {
  await settings({ workers: 1, perWorker: 1 });
  const jobs = await due(2);
  await claimed(1);
  const waiting = required(jobs[1]);
  expect(await placeOf(waiting.tenant, waiting.id)).toEqual({ position: 1, reason: 'all', seconds: null });
});

test('a provider that fills its share keeps its own runs waiting, and runs of others are not behind them', async () => {
  await settings({ workers: 1, perWorker: 4, share: 0.5 });
  await aRunTookAMinute();
  const jobs = await due(4);
  const [other] = await due(1, 'onecode');
  await claimed(2);
  const last = required(jobs[3]);
  expect(await placeOf(last.tenant, last.id)).toEqual({ position: 2, reason: 'provider', seconds: 60 });
  expect(await placeOf(required(other).tenant, required(other).id)).toEqual({ position: 1, reason: null, seconds: 0 });
});

test('a group that runs all that it may waits for itself, and others are not behind it', async () => {
  await settings({ perTenant: 1 });
  const tenant = await createTenant(database.sql, ['acessorias', 'onecode']);
  await due(1, 'acessorias', tenant);
  await claimed(1);
  const [own] = await due(1, 'onecode', tenant);
  const [other] = await due(1, 'onecode');
  expect(await placeOf(tenant, required(own).id)).toMatchObject({ position: 1, reason: 'tenant' });
  expect(await placeOf(required(other).tenant, required(other).id)).toEqual({ position: 1, reason: null, seconds: 0 });
});

test('it is the order of the claim: who became due first goes first, a click before schedules of its moment', async () => {
  await settings({ workers: 1, perWorker: 1 });
  const [early, late] = await due(2);
  await database.sql`update public.integration_jobs set run_after = now() - interval '1 minute' where id = ${required(late).id}`;
  expect(await placeOf(required(late).tenant, required(late).id)).toMatchObject({ position: 1 });
  expect(await placeOf(required(early).tenant, required(early).id)).toMatchObject({ position: 2 });
  const next = required(await claim(database.sql));
  expect(next.job_id).toBe(required(late).id);
});

test("a run that waits for its time has no number, one that runs or is a stranger's no place", async () => {
  await settings({});
  const [job] = await due(1);
  const { id, tenant } = required(job);
  expect(await placeOf(tenant, id, 'member')).toBeNull();
  expect(await placeOf(await createTenant(database.sql), id, 'admin')).toBeNull();
  await database.sql`update public.integration_jobs set run_after = now() + interval '1 hour' where id = ${id}`;
  expect(await placeOf(tenant, id)).toEqual({ position: null, reason: null, seconds: null });
  await database.sql`update public.integration_jobs set run_after = 'epoch' where id = ${id}`;
  await claimed(1);
  expect(await placeOf(tenant, id)).toBeNull();
});

test('with thousands waiting it is told at once, and counted to a thousand of each provider', async () => {
  await settings({ workers: 1, perWorker: 1 });
  const { sql } = database;
  await sql`
    insert into public.tenants (name, slug) select 'T' || n, 'crowd-' || n from generate_series(1, 1100) as n`;
  await sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
    select t.id, p.slug, true from public.tenants as t cross join public.integration_providers as p where t.slug like 'crowd-%'
    on conflict do nothing`;
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug)
    select tenant_id, provider_slug from public.tenant_integrations where tenant_id in (select id from public.tenants where slug like 'crowd-%')`;
  const [job] = await due(1);
  const user = await createMember(sql, required(job).tenant, 'admin');
  const startedAt = performance.now();
  const [row] = await database.as(
    { user },
    (as) => as<{ place: Place }[]>`select public.integration_queue_place(${required(job).id}) as place`,
  );
  expect(required(row).place.position).toBeGreaterThan(1000);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
