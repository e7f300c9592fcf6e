import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

interface Row {
  tenant_id: string;
  provider_slug: string;
  state: string;
  code: string | null;
  since: string | null;
  last_success_at: string | null;
  next_run_at: string | null;
  key: unknown[];
}

interface Answer {
  counts: Record<string, number>;
  rows: Row[];
}

interface Search {
  search?: string;
  states?: string[] | null;
  after?: unknown[] | null;
  limit?: number;
}

async function statesOf(user: string, { search = '', states = null, after = null, limit = 50 }: Search = {}) {
  const [row] = await database.as(
    { user },
    (sql) => sql<{ answer: Answer }[]>`
      select public.search_integration_states(${search}, ${states}, ${after === null ? null : sql.json(after as never)}, ${limit}) as answer`,
  );
  return required(row).answer;
}

async function named(name: string, providers: string[]): Promise<Tenant> {
  const tenant = await createTenant(database.sql, providers);
  await database.sql`update public.tenants set name = ${name} where id = ${tenant.id}`;
  return tenant;
}

async function auditorOf(...tenants: Tenant[]): Promise<string> {
  const user = await createMember(database.sql, required(tenants[0]), 'auditor');
  for (const { id } of tenants.slice(1)) {
    await database.sql`insert into public.tenant_members (tenant_id, user_id, role) values (${id}, ${user}, 'admin')`;
  }
  return user;
}

/** Books an end so many hours ago, as the queue does. */
async function ended(tenant: Tenant, slug: string, status: 'success' | 'error', hoursAgo: number): Promise<void> {
  const code = status === 'error' ? 'credentials_rejected' : null;
  await database.sql`
    insert into public.integration_jobs (tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, created_at, error_code, error_message)
    select ${tenant.id}, ${slug}, ${status}, 100, 1, at, at, at, ${code}, ${code}
    from (select now() - make_interval(hours => ${hoursAgo}) as at) as run`;
  await database.sql`
    update public.tenant_integrations
    set last_run = now() - make_interval(hours => ${hoursAgo}), last_status = ${status}, last_error_code = ${code}, last_error = ${code}
    where tenant_id = ${tenant.id} and provider_slug = ${slug}`;
}

async function waits(tenant: Tenant, slug: string, dueMinutesAgo: number): Promise<void> {
  await database.sql`
    insert into public.integration_jobs (tenant_id, provider_slug, run_after)
    values (${tenant.id}, ${slug}, now() - make_interval(mins => ${dueMinutesAgo}))`;
}

const short = ({ rows }: Answer) => rows.map(({ provider_slug, state }) => `${provider_slug} ${state}`);

test('what is stuck comes first, then what fails, the longest before others, then what waits, and what is in order', async () => {
  const first = await named('Ágata', ['acessorias', 'bomcontrole', 'onecode']);
  const second = await named('Berilo', ['acessorias', 'bomcontrole', 'onecode']);
  await ended(first, 'acessorias', 'success', 1);
  await ended(first, 'bomcontrole', 'error', 2);
  await waits(first, 'onecode', 1);
  await ended(second, 'acessorias', 'error', 30);
  await waits(second, 'bomcontrole', 20);
  const answer = await statesOf(await auditorOf(first, second));
  expect(short(answer)).toEqual([
    'bomcontrole stuck',
    'acessorias failing',
    'bomcontrole failing',
    'onecode waiting',
    'acessorias fine',
    'onecode unused',
  ]);
  expect(answer.counts).toEqual({ stuck: 1, failing: 2, waiting: 1, fine: 1, unused: 1 });
});

test('a run that has not moved for five minutes is stuck, and one that moves is none', async () => {
  const tenant = await named('Citrino', ['acessorias', 'onecode']);
  for (const [slug, minutes] of [
    ['acessorias', 1],
    ['onecode', 6],
  ] as const) {
    await database.sql`
      insert into public.integration_jobs (tenant_id, provider_slug, status, attempts, started_at, updated_at)
      values (${tenant.id}, ${slug}, 'running', 1, now() - interval '9 minutes', now() - make_interval(mins => ${minutes}))`;
  }
  expect(short(await statesOf(await auditorOf(tenant)))).toEqual(['onecode stuck', 'acessorias running']);
});

test('what fails goes on failing while the next run waits, and says why, since when, and when it last went well', async () => {
  const tenant = await named('Diamante', ['acessorias']);
  await ended(tenant, 'acessorias', 'success', 60);
  await ended(tenant, 'acessorias', 'error', 50);
  await ended(tenant, 'acessorias', 'error', 2);
  await waits(tenant, 'acessorias', 0);
  const { rows } = await statesOf(await auditorOf(tenant));
  const row = required(rows[0]);
  const hours = (at: string | null) => Math.round((Date.now() - Date.parse(required(at))) / 3_600_000);
  expect([row.state, row.code]).toEqual(['failing', 'credentials_rejected']);
  expect([hours(row.since), hours(row.last_success_at)]).toEqual([50, 60]);
});

test('a removed integration is not there, and one that is switched off fails no more', async () => {
  const tenant = await named('Esmeralda', ['acessorias', 'onecode']);
  await ended(tenant, 'acessorias', 'error', 2);
  await database.sql`update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id} and provider_slug = 'acessorias'`;
  await database.sql`update public.tenant_integrations set removed_at = now(), is_enabled = false where tenant_id = ${tenant.id} and provider_slug = 'onecode'`;
  expect(short(await statesOf(await auditorOf(tenant)))).toEqual(['acessorias unused']);
});

test('nothing of other groups is listed or counted, nor of groups where somebody is a mere member', async () => {
  const own = await named('Fluorita', ['acessorias']);
  const other = await named('Granada', ['acessorias', 'onecode']);
  await ended(own, 'acessorias', 'error', 1);
  await ended(other, 'acessorias', 'error', 1);
  await waits(other, 'onecode', 90);
  const user = await createMember(database.sql, own, 'auditor');
  await database.sql`insert into public.tenant_members (tenant_id, user_id, role) values (${other.id}, ${user}, 'member')`;
  const answer = await statesOf(user);
  expect(answer.counts).toEqual({ failing: 1 });
  expect(answer.rows.map(({ tenant_id }) => tenant_id)).toEqual([own.id]);
  expect(await statesOf(await createMember(database.sql, own, 'member'))).toEqual({ counts: {}, rows: [] });
});

test.for([
  ['joao contab', ['acessorias', 'onecode']],
  ['SÃO onecode', ['onecode']],
  ['acessórias', ['acessorias']],
  ['100%', []],
] as const)('"%s" finds by any part of the names, accents and case aside', async ([search, slugs]) => {
  const tenant = await named('São João Contábil', ['acessorias', 'onecode']);
  const { counts, rows } = await statesOf(await auditorOf(tenant), { search });
  expect(rows.map(({ provider_slug }) => provider_slug).sort()).toEqual(slugs);
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(slugs.length);
});

test('pages by keys show every row once in the order of one long page, and a filter keeps the counts', async () => {
  const tenants = await Promise.all(['Jade', 'Jade', 'Kunzita'].map((name) => named(name, ['acessorias', 'onecode'])));
  for (const tenant of tenants) await ended(tenant, 'acessorias', 'error', 3);
  const user = await auditorOf(...tenants);
  const whole = await statesOf(user);
  const paged: Row[] = [];
  for (let after: unknown[] | null = null; ; ) {
    const { rows } = await statesOf(user, { after, limit: 2 });
    paged.push(...rows);
    after = rows.at(-1)?.key ?? null;
    if (after === null) break;
  }
  expect(paged).toEqual(whole.rows);
  const failing = await statesOf(user, { states: ['stuck', 'failing'] });
  expect(failing.rows).toHaveLength(3);
  expect(failing.counts).toEqual({ failing: 3, unused: 3 });
});
