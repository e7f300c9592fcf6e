import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { claim, createMember, createTenant, createUser, enqueue, required } from '../../support/database/fixtures.ts';

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

test('a run of a person that is to begin later is not begun earlier', async () => {
  const tenant = await createTenant(database.sql);
  const person = await createUser(database.sql);
  const [job] = await database.sql<{ wait: number }[]>`
    insert into public.integration_jobs (tenant_id, provider_slug, created_by, run_after)
    values (${tenant.id}, 'acessorias', ${person}, now() + interval '95 seconds')
    returning round(extract(epoch from run_after - now()))::integer as wait`;
  expect(job?.wait).toBe(95);
});
