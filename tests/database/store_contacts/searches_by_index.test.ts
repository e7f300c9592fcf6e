import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

test('a page of 500 contacts is matched by the index, before and after the statistics are gathered', async () => {
  const { sql } = database;
  const [tenant, neighbour] = [await createTenant(sql), await createTenant(sql)];
  await sql`
    insert into public.companies (tenant_id, document, legal_name, content_hash)
    select tenant, lpad(n::text, 12, '0') || private.check_digits(lpad(n::text, 12, '0')), md5(n::text) || ' ' || md5((n * 7)::text) || ' LTDA', ''
    from generate_series(1, 1000) as n
    cross join unnest(${[tenant.id, neighbour.id]}::uuid[]) as tenant`;
  const session = await sql.reserve();
  try {
    const readNames = async () => {
      await session`select pg_stat_force_next_flush()`;
      const [names] = await session<{ searches: number; scans: number }[]>`
        select
          (select idx_scan::int from pg_stat_user_indexes where indexrelname = 'company_names_by_likeness') as searches,
          (select seq_scan::int from pg_stat_user_tables where relid = 'private.company_names'::regclass) as scans`;
      return required(names);
    };
    // Half of them as they are, half with a slip in each.
    const match = () => session<{ match_status: string }[]>`
      select match_status from private.match_names(${tenant.id}, (
        select array_agg(private.comparable_name(overlay(legal_name placing case when n % 2 = 0 then 'ZZ' else '' end from 12 for 0)))
        from (select legal_name, row_number() over (order by document) as n from public.companies where tenant_id = ${tenant.id} limit 500) as sample
      ))`;
    for (const gatherStatistics of [false, true]) {
      if (gatherStatistics) await session`analyze private.company_names`;
      const before = await readNames();
      const matches = await match();
      const after = await readNames();
      expect(matches).toHaveLength(500);
      // One search for each inexact name, and perhaps one for all exact ones together.
      expect(after.searches - before.searches).toBeGreaterThanOrEqual(250);
      expect(after.searches - before.searches).toBeLessThanOrEqual(251);
      expect(after.scans).toBe(before.scans);
    }
  } finally {
    session.release();
  }
});
