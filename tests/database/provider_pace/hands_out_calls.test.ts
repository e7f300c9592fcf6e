import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant, type Tenant } from '../../support/database/fixtures.ts';
import { runningJob } from '../../support/database/synced-data.ts';

const database = testDatabase();

/** A run of Acessórias and its slice: the calls that it came with, and a way to ask for more. */
async function run(tenant: Tenant) {
  const { sql } = database;
  const job = await runningJob(sql, 'acessorias', tenant);
  const { calls } = await call(sql, 'open_integration_slice', job.job_id, job.lease_token);
  const ask = async () => (await call(sql, 'reserve_integration_calls', job.job_id, job.lease_token)).calls;
  /** Asks until there are none left for now; returns how many there were and how long to wait. */
  const askAll = async () => {
    let granted = 0;
    for (let grant = (await ask()) as Grant; ; grant = (await ask()) as Grant) {
      if (grant.granted === 0) return { granted, waitMs: grant.wait_ms };
      granted += grant.granted;
    }
  };
  const end = () => sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  return { ...job, first: calls as Grant, ask, askAll, end };
}
interface Grant {
  granted: number;
  wait_ms: number;
}

/** Moves time: the calls so far were made that much earlier. */
async function pass(tenant: Tenant, seconds: number): Promise<void> {
  await database.sql`
    update private.provider_pace
    set calls = array(select at - make_interval(secs => ${seconds}) from unnest(calls) as at)
    where tenant_id = ${tenant.id}`;
}

test('a slice comes with its first ten calls', async () => {
  const { first } = await run(await createTenant(database.sql));
  expect(first).toEqual({ granted: 10, wait_ms: 0 });
});

test('a run gets eighty calls at once, and then has to wait for the minute to pass', async () => {
  const tenant = await createTenant(database.sql);
  const { first, askAll } = await run(tenant);
  await pass(tenant, 20);
  const { granted, waitMs } = await askAll();
  expect(first.granted + granted).toBe(80);
  // The first ten leave the minute in 40 s.
  expect(waitMs).toBeGreaterThan(38_000);
  expect(waitMs).toBeLessThanOrEqual(40_000);
});

test('a long run makes at most eighty calls in any minute, over all its slices', async () => {
  const tenant = await createTenant(database.sql);
  const { ask, askAll } = await run(tenant);
  const perMinute: number[] = [];
  await askAll();
  for (let minute = 0; minute < 3; minute += 1) {
    await pass(tenant, 61);
    perMinute.push((await askAll()).granted);
  }
  expect(perMinute).toEqual([80, 80, 80]);
  expect(await ask()).toMatchObject({ granted: 0 });
});

test('two runs of usual length need not wait for each other, a third one does', async () => {
  const tenant = await createTenant(database.sql);
  for (let number = 0; number < 2; number += 1) {
    const { first, ask, end } = await run(tenant);
    let granted = first.granted;
    while (granted < 60) granted += ((await ask()) as Grant).granted;
    expect(granted).toBe(60);
    await end();
  }
  const third = await run(tenant);
  const { granted, waitMs } = await third.askAll();
  expect(third.first.granted + granted).toBe(40);
  expect(waitMs).toBeGreaterThan(100_000);
});

test('the calls of one tenant are none of another', async () => {
  const one = await run(await createTenant(database.sql));
  await one.askAll();
  const { first } = await run(await createTenant(database.sql));
  expect(first.granted).toBe(10);
});

test('nobody counts the calls of a provider without a limit', async () => {
  const tenant = await createTenant(database.sql, ['bomcontrole']);
  const job = await runningJob(database.sql, 'bomcontrole', tenant);
  const slice = await call(database.sql, 'open_integration_slice', job.job_id, job.lease_token);
  expect(slice.calls).toBeNull();
});

test('whoever does not hold the job gets none', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const { job_id, end } = await run(tenant);
  const stranger = '00000000-0000-4000-8000-000000000001';
  expect(await call(sql, 'reserve_integration_calls', job_id, stranger)).toEqual({ state: 'lost' });
  await end();
  expect(await call(sql, 'reserve_integration_calls', job_id, stranger)).toEqual({ state: 'canceled' });
});
