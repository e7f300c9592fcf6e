import { expect, test } from 'vitest';
import { breakJob } from '../../support/database/broken-job.ts';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createTenant, enqueue, readJob, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('an oldest job that cannot be claimed does not block those behind it; once healed it is claimed first', async () => {
  const { sql } = database;
  const broken = await enqueue(sql, await createTenant(sql));
  const next = await enqueue(sql, await createTenant(sql));
  const last = await enqueue(sql, await createTenant(sql));
  const heal = await breakJob(sql, broken);
  expect(required(await claim(sql)).job_id).toBe(next);
  expect(await readJob(sql, broken)).toMatchObject({ status: 'pending', attempts: 0 });
  await heal();
  expect(required(await claim(sql)).job_id).toBe(broken);
  expect(required(await claim(sql)).job_id).toBe(last);
});

test('when nothing else is due the answer is the same as for an empty queue', async () => {
  const { sql } = database;
  const broken = await enqueue(sql, await createTenant(sql));
  const heal = await breakJob(sql, broken);
  expect(await claim(sql)).toBeNull();
  await heal();
  expect(required(await claim(sql)).job_id).toBe(broken);
});
