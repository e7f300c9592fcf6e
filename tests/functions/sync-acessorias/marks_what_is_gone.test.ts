import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

test('companies that leave the provider are marked by the next run, come back with one, and are told field by field', async () => {
  const admin = await stack.createAdmin();
  const withCompanies = async (companies: number) => {
    await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies, rateLimitPerMinute: 1000 });
    return await stack.runToEnd(admin, 'acessorias');
  };
  expect((await withCompanies(60)).result).toMatchObject({ created: 60, removed: 0 });
  const second = await withCompanies(55);
  expect(second.result).toMatchObject({ processed: 55, unchanged: 55, removed: 5 });
  const gone = await stack.sql`
    select document from public.companies where tenant_id = ${admin.tenant.id} and gone_by_job = ${second.id} and gone_at is not null`;
  expect(gone).toHaveLength(5);

  const third = await withCompanies(60);
  expect(third.result).toMatchObject({ processed: 60, updated: 5, unchanged: 55, removed: 0 });
  const noted = await stack.sql`
    select job_id, kind, count(*)::int from public.integration_changes where tenant_id = ${admin.tenant.id}
    group by job_id, kind order by min(id)`;
  expect(noted.map(({ kind, count }) => [kind, count])).toEqual([
    ['created', 60],
    ['gone', 5],
    ['returned', 5],
  ]);
});

test('when most of them vanish at once nothing is marked, and an admin may confirm it', async () => {
  const admin = await stack.createAdmin();
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies: 60, rateLimitPerMinute: 1000 });
  await stack.runToEnd(admin, 'acessorias');
  await stack.sandbox.configure(admin.sandboxToken, { latencyMs: 0, companies: 35, rateLimitPerMinute: 1000 });
  const run = await stack.runToEnd(admin, 'acessorias');
  expect(run.result).toMatchObject({
    removed: 0,
    warnings: [{ code: 'mass_removal', missing: 25, stored: 60, limit: 0.2 }],
  });
  const { data, error } = await admin.client.rpc('confirm_integration_removals', { p_job_id: run.id });
  expect(error).toBeNull();
  expect(data).toEqual({ removed: 25 });
  const present =
    await stack.sql`select 1 from public.companies where tenant_id = ${admin.tenant.id} and gone_at is null`;
  expect(present).toHaveLength(35);
});
