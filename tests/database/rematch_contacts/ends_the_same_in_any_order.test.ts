import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant, readJob, type Tenant } from '../../support/database/fixtures.ts';
import { company, contact, type RunningJob, runningJob, storePage } from '../../support/database/synced-data.ts';

const database = testDatabase();

const COMPANIES = [
  company(1, { legal_name: 'PADARIA ESTRELA LTDA' }),
  company(2, { legal_name: 'METALURGICA TORNAX LTDA' }),
  company(3, { legal_name: 'METALURGICA TORNAX S.A.' }),
  company(4, { legal_name: 'HOTEL MIRANTE DA SERRA LTDA' }),
];
const CONTACTS = [
  contact(1, 'Rose - Padaria Estrela'),
  contact(2, 'Metalúrgica Tornax'),
  contact(3, 'Hotel Mirante'),
  contact(4, 'Entregador'),
  contact(5, null),
];

const newTenant = () => createTenant(database.sql, ['acessorias', 'onecode']);
const jobOf = (tenant: Tenant, provider: string) => runningJob(database.sql, provider, tenant);
const store = (job: RunningJob, rows: Record<string, unknown>[], isLast = true) =>
  storePage(database.sql, job, rows, { cursor: isLast ? null : { page: 2 } });
const finish = (job: RunningJob) => call(database.sql, 'finish_integration_job', job.job_id, job.lease_token);
const tick = () => call(database.sql, 'integration_queue_tick');

async function run(tenant: Tenant, provider: string, rows: Record<string, unknown>[]) {
  const job = await jobOf(tenant, provider);
  await store(job, rows);
  await finish(job);
  return await readJob(database.sql, job.job_id);
}

const matchesOf = (tenant: Tenant) => database.sql`
  select c.external_id, c.match_status, company.legal_name as company, c.similarity
  from public.contacts as c left join public.companies as company on company.id = c.company_id
  where c.tenant_id = ${tenant.id} order by c.external_id`;

async function expected() {
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  const matches = [...(await matchesOf(tenant))];
  expect(matches.map((row) => row.match_status)).toEqual(['matched', 'review', 'review', 'ignored', 'ignored']);
  return matches;
}

test('contacts that came first are matched by the end of the run of the companies', async () => {
  const tenant = await newTenant();
  await run(tenant, 'onecode', CONTACTS);
  await run(tenant, 'acessorias', COMPANIES);
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});

test('pages of both that alternate, whichever run ends last', async () => {
  const wanted = await expected();
  for (const order of ['companies first', 'contacts first']) {
    const tenant = await newTenant();
    const [companies, contacts] = [await jobOf(tenant, 'acessorias'), await jobOf(tenant, 'onecode')];
    await store(companies, COMPANIES.slice(0, 2), false);
    await store(contacts, CONTACTS.slice(0, 3), false);
    await store(companies, COMPANIES.slice(2));
    await store(contacts, CONTACTS.slice(3));
    for (const job of order === 'companies first' ? [companies, contacts] : [contacts, companies]) await finish(job);
    expect([...(await matchesOf(tenant))]).toEqual(wanted);
  }
});

test('pages of both in open transactions at the same moment', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const [companies, contacts] = [await jobOf(tenant, 'acessorias'), await jobOf(tenant, 'onecode')];
  const page = sql.begin(async (open) => {
    await open`select private.upsert_contacts(${tenant.id}, ${sql.json(CONTACTS)})`;
    await store(companies, COMPANIES);
    // Ends only after this transaction: it waits for the contacts that it cannot see yet.
    return { end: finish(companies) };
  });
  const { end } = await page;
  await end;
  await store(contacts, []);
  await finish(contacts);
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});

test('companies that change, go and return take their contacts along', async () => {
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  const before = [...(await matchesOf(tenant))];
  const statuses = async () => (await matchesOf(tenant)).map((row) => row.match_status);

  await run(tenant, 'acessorias', [company(1, { legal_name: 'PADARIA ALVORADA LTDA' }), ...COMPANIES.slice(1)]);
  expect(await statuses()).toEqual(['ignored', 'review', 'review', 'ignored', 'ignored']);
  // The second firm called Tornax is gone: the other has no rival any more.
  await run(tenant, 'acessorias', COMPANIES.slice(0, 2).concat(COMPANIES.slice(3)));
  expect(await statuses()).toEqual(['matched', 'matched', 'review', 'ignored', 'ignored']);
  await run(tenant, 'acessorias', COMPANIES);
  expect([...(await matchesOf(tenant))]).toEqual(before);
});

test('what no run has matched to its end is left to the tick', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await run(tenant, 'onecode', CONTACTS);
  const companies = await jobOf(tenant, 'acessorias');
  await store(companies, COMPANIES, false);
  await tick();
  expect((await matchesOf(tenant)).every((row) => row.match_status === 'ignored')).toBe(true);
  await call(
    sql,
    'fail_integration_job',
    companies.job_id,
    companies.lease_token,
    'permanent',
    'provider_error',
    'Fim',
  );
  expect(await tick()).toMatchObject({ rematched_contacts: CONTACTS.length, failed_parts: [] });
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
  expect(await tick()).toMatchObject({ rematched_contacts: 0 });
});

test('a pass that begins in the middle goes on where it was, and begins anew when companies changed', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await run(tenant, 'onecode', CONTACTS);
  const walk = async () => {
    const [row] = await sql<{ walked: number }[]>`select private.walk_match_pass(${tenant.id}, 2) as walked`;
    return row?.walked;
  };
  const add = (n: number) => sql`select private.upsert_companies(${tenant.id}, ${sql.json(COMPANIES.slice(n, n + 2))})`;
  await add(0);
  expect(await walk()).toBe(2);
  await add(2);
  expect([await walk(), await walk(), await walk(), await walk()]).toEqual([2, 2, 1, 0]);
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});

test('a run without companies to match with says so, and only then', async () => {
  const tenant = await newTenant();
  expect((await run(tenant, 'onecode', CONTACTS)).result).toMatchObject({ warnings: [{ code: 'no_companies_yet' }] });
  await run(tenant, 'acessorias', COMPANIES);
  expect((await run(tenant, 'onecode', CONTACTS)).result).not.toHaveProperty('warnings');
});

test('an unchanged run of either writes no contact', async () => {
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  const versions = () => database.sql`
    select id, xmin::text from public.contacts where tenant_id = ${tenant.id} order by id`;
  const before = [...(await versions())];
  await run(tenant, 'acessorias', COMPANIES);
  expect((await run(tenant, 'onecode', CONTACTS)).result).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
  expect([...(await versions())]).toEqual(before);
});

test('contacts whose names are unchanged are not matched again while companies are the same', async () => {
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  // Matched again, they would find nothing now.
  await database.sql`delete from private.company_names where tenant_id = ${tenant.id}`;
  const mailed = CONTACTS.map((row, index) => (index === 0 ? { ...row, email: 'rose@estrela.test' } : row));
  const { result } = await run(tenant, 'onecode', mailed);
  expect(result).toMatchObject({ updated: 1, unchanged: 4, matched: 1, review: 2, ignored: 2 });
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});

test('a contact with a new name is matched again', async () => {
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  await run(tenant, 'onecode', [contact(1, 'Entregadora'), ...CONTACTS.slice(1, 3), contact(4, 'Padaria Estrela')]);
  const statuses = (await matchesOf(tenant)).map((row) => row.match_status);
  expect(statuses.slice(0, 4)).toEqual(['ignored', 'review', 'review', 'matched']);
});

test('another limit for reviews holds for the contacts that are there', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await run(tenant, 'acessorias', COMPANIES);
  await run(tenant, 'onecode', CONTACTS);
  await sql`update private.queue_settings set contact_review_from = 0.99`;
  await tick();
  expect((await matchesOf(tenant)).map((row) => row.match_status)).toContain('review');
  expect((await matchesOf(tenant))[2]).toMatchObject({ external_id: '3', match_status: 'ignored' });
  await sql`update private.queue_settings set contact_review_from = 0.5`;
  await tick();
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});

test('a run of contacts that ends while companies are read leaves the matching to the end of those', async () => {
  const tenant = await newTenant();
  const companies = await jobOf(tenant, 'acessorias');
  await store(companies, COMPANIES.slice(0, 1), false);
  await run(tenant, 'onecode', CONTACTS);
  const due = () => database.sql`select 1 from private.match_passes where tenant_id = ${tenant.id}`;
  expect(await due()).toHaveLength(1);
  await store(companies, COMPANIES.slice(1));
  await finish(companies);
  expect(await due()).toHaveLength(0);
  expect([...(await matchesOf(tenant))]).toEqual(await expected());
});
