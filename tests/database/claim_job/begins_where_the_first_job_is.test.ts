import { beforeEach, expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { call, claim, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** How many seconds ago the floor is; null = unknown. */
async function floorAge(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ age: number | null }[]>`
    select case when isfinite(floor) then extract(epoch from clock_timestamp() - floor)::float end as age from private.due_floor`;
  return required(row).age;
}
const tick = (sql: Sql) => call(sql, 'integration_queue_tick');

beforeEach(async () => {
  await database.sql`delete from public.integration_jobs`;
});

test('the tick raises the floor to the first pending job, and to now when there is none', async () => {
  const { sql } = database;
  const job = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = now() - interval '1 hour' where id = ${job}`;
  await tick(sql);
  const age = required(await floorAge(sql));
  expect(age).toBeGreaterThan(3_590);
  expect(age).toBeLessThan(3_700);
  expect(await claim(sql)).toMatchObject({ job_id: job });
  await tick(sql);
  expect(required(await floorAge(sql))).toBeLessThan(60);
});

test('a job that becomes pending below the floor lowers it and is claimed at once', async () => {
  const { sql } = database;
  await tick(sql);
  const job = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = now() - interval '2 hours' where id = ${job}`;
  expect(await claim(sql)).toMatchObject({ job_id: job });
});

test('a job that is not committed yet when the tick looks is not left below the floor', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  let job = '';
  await sql.begin(async (slow) => {
    job = await enqueue(slow, tenant);
    await tick(sql);
  });
  await tick(sql);
  expect(await claim(sql)).toMatchObject({ job_id: job });
});

test('a floor that is wrong, as after a restore, is mended by the next tick', async () => {
  const { sql } = database;
  const job = await enqueue(sql, await createTenant(sql));
  await sql`select private.set_due_floor(now() + interval '1 hour')`;
  expect(await claim(sql)).toBeNull();
  await tick(sql);
  expect(await claim(sql)).toMatchObject({ job_id: job });
});

test('a time before all times makes the floor unknown', async () => {
  const { sql } = database;
  const job = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = '-infinity' where id = ${job}`;
  expect(await floorAge(sql)).toBeNull();
  expect(await claim(sql)).toMatchObject({ job_id: job });
});
