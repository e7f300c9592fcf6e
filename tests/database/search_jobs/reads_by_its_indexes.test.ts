import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

let tenants: Tenant[];
let auditor: string;
let person: string;

/** Two groups with three integrations and 12,000 runs of each: more than an hourly schedule leaves in the 400 days that runs are kept. */
beforeAll(async () => {
  const { sql } = database;
  const providers = ['acessorias', 'bomcontrole', 'onecode'];
  tenants = [await createTenant(sql, providers), await createTenant(sql, providers)];
  auditor = await createMember(sql, required(tenants[0]), 'auditor');
  person = await createMember(sql, required(tenants[1]), 'admin');
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${required(tenants[1]).id}, ${auditor}, 'auditor')`;
  await sql`
    insert into public.integration_jobs (
      tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, created_at, error_code, error_message, created_by
    )
    select tenant_id, provider_slug, status, 100, 1, at, at, at,
      case when status = 'error' then 'provider_timeout' end, case when status = 'error' then 'x' end,
      case when n % 3000 = 7 then ${person}::uuid end
    from public.tenant_integrations
    cross join generate_series(1, 12000) as n
    cross join lateral (
      select now() - n * interval '48 minutes' as at, case when n % 2000 = 5 then 'error' else 'success' end as status
    ) as run`;
  await sql`analyze public.integration_jobs`;
});

/** Pages of the database that the statement looks at, with everything it calls. */
async function pagesRead(statement: string): Promise<number> {
  const [row] = await database.as({ user: auditor }, (sql) =>
    sql.unsafe(`explain (analyze, buffers, format json) ${statement}`),
  );
  const plan = required(row)['QUERY PLAN'][0].Plan;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

const inBoth = () => `p_tenant_ids => array['${tenants.map(({ id }) => id).join("','")}']::uuid[]`;

test.for([
  ['the first page of everything', ''],
  ['a page far back', `, p_after_created_at => now() - interval '390 days', p_after_id => gen_random_uuid()`],
  ['failures, which are rare', `, p_status => 'error'`],
  ['one error', `, p_error_code => 'provider_timeout'`],
  ['cancelled runs, of which there are none', `, p_status => 'canceled'`],
  ['what one person started', ', p_started_by => $person'],
  ['one day, long ago', `, p_from => now() - interval '300 days', p_until => now() - interval '299 days'`],
  ['an id that nothing has', `, p_id => 'ffffffff'`],
])('%s costs a few hundred pages of thousands', async ([, filter]) => {
  const [table] = await database.sql`
    select pg_relation_size('public.integration_jobs') / 8192 as pages, pg_relation_size('public.integration_jobs_history') / 8192 as index`;
  expect(Number(required(table).pages)).toBeGreaterThan(1500);
  const call = `public.search_integration_jobs(${inBoth()}${required(filter).replace('$person', `'${person}'`)})`;
  await pagesRead(`select * from ${call}`);
  expect(await pagesRead(`select * from ${call}`)).toBeLessThan(400);
});
