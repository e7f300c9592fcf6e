import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createMember, createTenant, enqueue, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

async function click(): Promise<string> {
  const tenant = await createTenant(database.sql);
  const admin = await createMember(database.sql, tenant, 'admin');
  return database.as({ user: admin }, (as) => enqueue(as, tenant));
}

test("a person's click comes before the scheduled runs of the same moment", async () => {
  const { sql } = database;
  const scheduled = await enqueue(sql, await createTenant(sql));
  const clicked = await click();
  expect(required(await claim(sql)).job_id).toBe(clicked);
  expect(required(await claim(sql)).job_id).toBe(scheduled);
});

test('it starves none: a scheduled run that was due longer than the head start goes first', async () => {
  const { sql } = database;
  const scheduled = await enqueue(sql, await createTenant(sql));
  await sql`update public.integration_jobs set run_after = now() - interval '301 seconds' where id = ${scheduled}`;
  const clicked = await click();
  expect(required(await claim(sql)).job_id).toBe(scheduled);
  expect(required(await claim(sql)).job_id).toBe(clicked);
});
