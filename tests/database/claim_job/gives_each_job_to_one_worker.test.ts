import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('twenty workers that claim at once never get the same job', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set max_workers = 100`;
  const jobs: string[] = [];
  for (let index = 0; index < 40; index += 1) jobs.push(await enqueue(sql, await createTenant(sql)));

  const drained = await Promise.all(
    Array.from({ length: 20 }, async (_, worker) => {
      const mine: string[] = [];
      for (let next = await claim(sql, `worker-${worker}`); next; next = await claim(sql, `worker-${worker}`)) {
        mine.push(next.job_id);
      }
      return mine;
    }),
  );
  expect(drained.flat().toSorted()).toEqual(jobs.toSorted());
});

test('a worker does not wait for a job that another transaction is just claiming', async () => {
  const { sql } = database;
  const held = await enqueue(sql, await createTenant(sql));
  const free = await enqueue(sql, await createTenant(sql));
  await sql.begin(async (slow) => {
    expect(required(await claim(slow)).job_id).toBe(held);
    expect(required(await claim(sql)).job_id).toBe(free);
  });
});
