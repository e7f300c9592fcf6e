import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type Sql, testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();

const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'];
const CODES = ['provider_unavailable', 'credentials_rejected'];
const START = Date.parse('2026-10-01T03:00:00Z');
const HOUR = 3_600_000;

interface Row {
  id: string;
  tenant_id: string;
  provider_slug: string;
  status: string;
  error_code: string | null;
  created_by: string | null;
  created_at: Date;
}

interface Search {
  tenants: string[];
  provider?: string;
  status?: string;
  code?: string;
  by?: string;
  scheduled?: boolean;
  from?: Date;
  until?: Date;
  id?: string;
}

let tenants: Tenant[];
let people: string[];
let auditor: string;
let rows: Row[];

beforeAll(async () => {
  const { sql } = database;
  tenants = [await createTenant(sql, PROVIDERS), await createTenant(sql, PROVIDERS)];
  people = [randomUUID(), randomUUID()];
  auditor = await createMember(sql, required(tenants[0]), 'auditor');
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${required(tenants[1]).id}, ${auditor}, 'auditor')`;
  rows = Array.from({ length: 600 }, (_, n): Row => {
    const status = n % 17 === 3 ? 'error' : n % 29 === 5 ? 'canceled' : 'success';
    return {
      id: randomUUID(),
      tenant_id: required(tenants[n % 2]).id,
      provider_slug: required(PROVIDERS[n % 3]),
      status,
      error_code: status === 'error' ? required(CODES[(n % 4) % 2]) : null,
      created_by: n % 5 === 0 ? required(people[(n % 10) / 5]) : null,
      // Some at the very same moment: the id must decide.
      created_at: new Date(START + Math.floor(n / 4) * HOUR),
    };
  });
  await insert(sql, rows);
});

async function insert(sql: Sql, all: Row[]): Promise<void> {
  const values = all.map((row) => ({
    ...row,
    progress: row.status === 'success' ? 100 : 10,
    attempts: 1,
    started_at: row.created_at,
    finished_at: row.created_at,
    error_message: row.error_code === null ? null : 'x',
  }));
  await sql`insert into public.integration_jobs ${sql(values)}`;
}

const naive = (search: Search) =>
  rows
    .filter((row) => search.tenants.includes(row.tenant_id))
    .filter((row) => search.provider === undefined || row.provider_slug === search.provider)
    .filter((row) => search.status === undefined || row.status === search.status)
    .filter((row) => search.code === undefined || row.error_code === search.code)
    .filter((row) => search.by === undefined || row.created_by === search.by)
    .filter((row) => search.scheduled !== true || row.created_by === null)
    .filter((row) => search.from === undefined || row.created_at >= search.from)
    .filter((row) => search.until === undefined || row.created_at < search.until)
    .filter((row) => search.id === undefined || row.id.replaceAll('-', '').startsWith(search.id.replaceAll('-', '')))
    .toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime() || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);

const conditions = (sql: Sql, search: Search) => sql`
  p_tenant_ids => ${search.tenants}::uuid[], p_provider_slug => ${search.provider ?? null}, p_status => ${search.status ?? null},
  p_error_code => ${search.code ?? null}, p_started_by => ${search.by ?? null}::uuid,
  p_is_scheduled => ${search.scheduled ?? false}, p_from => ${search.from ?? null}::timestamptz,
  p_until => ${search.until ?? null}::timestamptz, p_id => ${search.id ?? null}`;

/** Every page one after the other, as the page of the browser asks for them. */
async function found(actor: string, search: Search, size: number): Promise<string[]> {
  const ids: string[] = [];
  let after: { id: string; created_at: string } | undefined;
  for (;;) {
    const page = await database.as(
      { user: actor },
      (sql) => sql<{ id: string; created_at: string }[]>`
        select id, created_at::text from public.search_integration_jobs(
          ${conditions(sql, search)}, p_after_created_at => ${after?.created_at ?? null}::timestamptz,
          p_after_id => ${after?.id ?? null}::uuid, p_limit => ${size}
        )`,
    );
    ids.push(...page.map(({ id }) => id));
    after = page.at(-1);
    if (page.length < size) return ids;
  }
}

const both = () => tenants.map(({ id }) => id);
const SEARCHES: Array<[string, () => Search]> = [
  ['nothing but the groups', () => ({ tenants: both() })],
  ['one group and one integration', () => ({ tenants: both().slice(1), provider: 'onecode' })],
  ['a status', () => ({ tenants: both(), status: 'error' })],
  ['cancelled runs of one integration', () => ({ tenants: both(), status: 'canceled', provider: 'acessorias' })],
  ['an error', () => ({ tenants: both(), code: 'credentials_rejected' })],
  ['who started them', () => ({ tenants: both(), by: required(people[1]) })],
  ['what the schedule started', () => ({ tenants: both(), scheduled: true, status: 'error' })],
  ['days', () => ({ tenants: both(), from: new Date(START + 20 * HOUR), until: new Date(START + 47 * HOUR) })],
  ['an id', () => ({ tenants: both(), id: required(rows[41]).id })],
  [
    'the beginning of an id',
    () => ({ tenants: both(), id: required(rows[7]).id.slice(0, 8).toUpperCase().toLowerCase() }),
  ],
];

test.for(SEARCHES)('by %s it finds the same, in pages without gaps or doubles, and counts them', async ([, make]) => {
  const search = make();
  const expected = naive(search);
  expect(expected.length).toBeGreaterThan(0);
  expect(await found(auditor, search, 7)).toEqual(expected);
  const [row] = await database.as(
    { user: auditor },
    (sql) => sql`select public.count_integration_jobs(${conditions(sql, search)}) as count`,
  );
  expect(row).toEqual({ count: expected.length });
});

test('text that is no beginning of an id finds nothing', async () => {
  for (const id of ['', 'abc', 'x1234', '%', `${randomUUID()}0`]) {
    expect(await found(auditor, { tenants: both(), id }, 7), id).toEqual([]);
  }
});

test('strangers and members find nothing, and who is in one group only that', async () => {
  const { sql } = database;
  const member = await createMember(sql, required(tenants[0]), 'member');
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  const one = await createMember(sql, required(tenants[0]), 'admin');
  expect(await found(member, { tenants: both() }, 100)).toEqual([]);
  expect(await found(stranger, { tenants: both() }, 100)).toEqual([]);
  expect(await found(one, { tenants: both() }, 100)).toEqual(naive({ tenants: both().slice(0, 1) }));
});

test('attempts come with their run, and only to those who may read it', async () => {
  const { sql } = database;
  const job = required(rows[3]);
  await sql`
    insert into public.integration_logs (tenant_id, integration, provider_slug, execution_id, job_id, attempt, status, error_code, error_message)
    select ${job.tenant_id}, 'x', ${job.provider_slug}, ${job.id}, ${job.id}, attempt, 'error', 'provider_timeout', 'x'
    from generate_series(1, 2) as attempt`;
  const attempts = (user: string) =>
    database.as({ user }, (as) => as`select public.integration_job_attempts(${[job.id]}::uuid[]) as of`);
  const [own] = await attempts(auditor);
  expect(required(own).of[job.id]).toMatchObject([
    { attempt: 1, status: 'error', error_code: 'provider_timeout' },
    { attempt: 2, status: 'error', error_code: 'provider_timeout' },
  ]);
  const stranger = await createMember(sql, await createTenant(sql), 'admin');
  expect(await attempts(stranger)).toMatchObject([{ of: {} }]);
});

test('how long records are kept is no secret', async () => {
  const [row] = await database.as({ user: auditor }, (sql) => sql`select public.integration_retention() as kept`);
  expect(row).toEqual({
    kept: { jobs_days: 400, logs_days: 1825, events_days: 1825, changes_days: 90, run_log_days: 30 },
  });
});
