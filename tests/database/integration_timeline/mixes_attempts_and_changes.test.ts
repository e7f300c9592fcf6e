import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Entry {
  at: string;
  key: string;
  kind: string;
  entry: Record<string, unknown>;
}

let tenant: Tenant;
let admin: string;

beforeAll(async () => {
  const { sql } = database;
  tenant = await createTenant(sql);
  admin = await createMember(sql, tenant, 'admin');
  const as = (statement: string) => database.as({ user: admin }, (own) => own.unsafe(statement));
  const where = `where tenant_id = '${tenant.id}'`;
  await as(`insert into public.integration_jobs (tenant_id, provider_slug) values ('${tenant.id}', 'acessorias')`);
  await as(`update public.integration_jobs set status = 'canceled' ${where}`);
  await as(`update public.tenant_integrations set is_enabled = false ${where}`);
  await as(`update public.tenant_integrations set is_enabled = true ${where}`);
  // At the very moment of a change, as a run that fails and pauses its schedule.
  await sql`
    insert into public.integration_logs (tenant_id, integration, provider_slug, execution_id, job_id, attempt, status, created_at)
    select job.tenant_id, 'x', job.provider_slug, job.id, job.id, attempt, 'canceled', event.created_at
    from public.integration_jobs as job
    join public.integration_events as event on event.tenant_id = job.tenant_id and event.action = 'enabled'
    cross join generate_series(7, 11) as attempt
    where job.tenant_id = ${tenant.id}`;
});

const timeline = (user: string, size: number, before?: Entry) =>
  database.as(
    { user },
    (sql) => sql<Entry[]>`
      select at::text, key, kind, entry from public.integration_timeline(
        ${tenant.id}, 'acessorias', ${before?.at ?? null}::text::timestamptz, ${before?.key ?? null}, ${size}
      )`,
  );

test('attempts and changes stand in the order in which they happened, without starts and cancellations', async () => {
  const all = await timeline(admin, 100);
  const told = all.map(({ kind, entry }) => (kind === 'change' ? entry.action : kind));
  expect(told.slice(0, 6)).toEqual(['enabled', ...Array(5).fill('attempt')]);
  expect(told.filter((one) => one !== 'attempt')).toEqual(['enabled', 'disabled', 'integration_added']);
  expect(all.find(({ kind }) => kind === 'attempt')?.entry).toMatchObject({ started_by: admin, is_known: true });
});

test('pages of any size have every entry once, also among those of one moment', async () => {
  const all = (await timeline(admin, 100)).map(({ key }) => key);
  for (const size of [1, 2, 3]) {
    const keys: string[] = [];
    let last: Entry | undefined;
    do {
      const page: Entry[] = await timeline(admin, size, last);
      keys.push(...page.map(({ key }) => key));
      last = page.at(-1);
    } while (last !== undefined);
    expect(keys).toEqual(all);
  }
});

test('strangers and members see nothing of it', async () => {
  const { sql } = database;
  const member = await createMember(sql, tenant, 'member');
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  for (const user of [member, stranger]) {
    expect([...(await timeline(user, 100))]).toEqual([]);
    const fresh = await database.as({ user }, (as) => as`select * from public.integration_freshness(${tenant.id})`);
    expect([...fresh]).toEqual([]);
  }
});

test('freshness has the last success and the last fourteen runs, oldest first', async () => {
  const { sql } = database;
  const other = await createTenant(sql, ['acessorias', 'onecode']);
  const auditor = await createMember(sql, other, 'auditor');
  await sql`
    insert into public.integration_jobs (
      tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, created_at, result, error_code, error_message
    )
    select ${other.id}, 'acessorias', status, 100, 1, at, at, at, case when status = 'success' then '{"created": 2, "problem_list": []}'::jsonb end,
      case when status = 'error' then 'provider_timeout' end, case when status = 'error' then 'x' end
    from generate_series(1, 20) as n
    cross join lateral (select now() - n * interval '1 day' as at, case when n < 3 then 'error' else 'success' end as status) as run`;
  const fresh = await database.as(
    { user: auditor },
    (as) => as`select * from public.integration_freshness(${other.id}) order by provider_slug`,
  );
  expect(fresh).toHaveLength(2);
  expect(required(fresh[0]).runs.map(({ status }: { status: string }) => status)).toEqual([
    ...Array(12).fill('success'),
    'error',
    'error',
  ]);
  expect(required(fresh[0]).last_success).toMatchObject({ result: { created: 2 } });
  expect(required(fresh[0]).last_success.result).not.toHaveProperty('problem_list');
  expect(required(fresh[1])).toMatchObject({ last_success: null, runs: [] });
});
