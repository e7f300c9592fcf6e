import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** Runs that were cancelled so many minutes ago. */
async function addRuns(tenant: Tenant, slug: string, minutesAgo: number[]): Promise<void> {
  const { sql } = database;
  for (const minutes of minutesAgo) {
    await sql`
      insert into public.integration_jobs (tenant_id, provider_slug, status, created_at, finished_at)
      values (
        ${tenant.id}, ${slug}, 'canceled',
        now() - make_interval(mins => ${minutes}), now() - make_interval(mins => ${minutes})
      )`;
  }
}

const newestOf = (user: string, tenant: Tenant) =>
  database.as(
    { user },
    (sql) => sql<{ slug: string; minutes: number }[]>`
      select provider_slug as slug, round(extract(epoch from now() - created_at) / 60)::int as minutes
      from public.newest_integration_jobs(${tenant.id}) order by provider_slug`,
  );

test('each integration has its newest job, and one that never ran has none', async () => {
  const tenant = await createTenant(database.sql, ['acessorias', 'bomcontrole', 'onecode']);
  await addRuns(tenant, 'acessorias', [30, 5, 60]);
  await addRuns(tenant, 'onecode', [90]);
  for (const role of ['admin', 'auditor'] as const) {
    expect(await newestOf(await createMember(database.sql, tenant, role), tenant)).toEqual([
      { slug: 'acessorias', minutes: 5 },
      { slug: 'onecode', minutes: 90 },
    ]);
  }
});

test('members and strangers see none', async () => {
  const tenant = await createTenant(database.sql);
  await addRuns(tenant, 'acessorias', [5]);
  const stranger = await createMember(database.sql, await createTenant(database.sql), 'admin');
  for (const user of [await createMember(database.sql, tenant, 'member'), stranger]) {
    expect(await newestOf(user, tenant)).toEqual([]);
  }
});
