import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createUser, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

let auditor: string;

/** 1,000 groups of one auditor with three integrations each and 12 runs of each, every fifth failing since long; as many groups of others. */
beforeAll(async () => {
  const { sql } = database;
  auditor = await createUser(sql);
  await sql`
    insert into public.tenants (name, slug)
    select 'Escritório ' || n || case when n <= 1000 then ' Seu' else ' Alheio' end, 'g-' || n from generate_series(1, 2000) as n`;
  await sql`
    insert into public.tenant_members (tenant_id, user_id, role)
    select id, ${auditor}, 'auditor' from public.tenants where name like 'Escritório % Seu'`;
  await sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
    select tenant.id, provider.slug, true from public.tenants as tenant cross join public.integration_providers as provider
    where tenant.slug like 'g-%'`;
  await sql`
    insert into public.integration_jobs (
      tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, created_at, error_code, error_message
    )
    select tenant_id, provider_slug, status, 100, 1, at, at, at,
      case when status = 'error' then 'provider_timeout' end, case when status = 'error' then 'x' end
    from public.tenant_integrations as integration
    join public.tenants as tenant on tenant.id = integration.tenant_id and tenant.slug like 'g-%'
    cross join generate_series(1, 12) as n
    cross join lateral (
      select now() - n * interval '1 hour' as at,
        case when n < 12 and abs(hashtext(integration.id::text)) % 5 = 0 then 'error' else 'success' end as status
    ) as run`;
  await sql`
    update public.tenant_integrations as integration
    set last_run = now() - interval '1 hour', last_status = job.status,
      last_error_code = job.error_code, last_error = job.error_message
    from public.integration_jobs as job
    where job.tenant_id = integration.tenant_id and job.provider_slug = integration.provider_slug
      and job.created_at > now() - interval '90 minutes'`;
  await sql`
    update public.tenant_integrations set failing_since = now() - interval '11 hours' where last_status = 'error'`;
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug)
    select tenant_id, provider_slug from public.tenant_integrations where last_run is not null and provider_slug = 'onecode'`;
  await sql`analyze`;
});

async function measured(args: string) {
  const explain = async () => {
    const [row] = await database.as({ user: auditor }, (sql) =>
      sql.unsafe(`explain (analyze, buffers, format json) select public.search_integration_states(${args})`),
    );
    const [{ Plan: plan, 'Execution Time': ms }] = required(row)['QUERY PLAN'];
    return { pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], ms };
  };
  await explain();
  return explain();
}

test.for([
  ['the first page of 3,000 integrations', ''],
  ['what has a problem', `p_states => '{stuck,failing}'`],
  ['a search', `p_search => 'escritorio 77'`],
  ['the last page', `p_after => '[5, "infinity", "escritorio 998 seu", "00000000-0000-0000-0000-000000000000"]'`],
])('%s costs less than a page of the database for each integration', async ([name, args]) => {
  const { pages, ms } = await measured(required(args));
  console.log(`${name}: ${pages} pages, ${Math.round(ms)} ms`);
  expect(pages).toBeLessThan(3000);
});
