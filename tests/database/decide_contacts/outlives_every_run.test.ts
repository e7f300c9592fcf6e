import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';
import { company, contact, runningJob, storeContacts } from '../../support/database/synced-data.ts';

const database = testDatabase();

interface Decision {
  contact_id: string;
  decision: 'company' | 'not_a_customer' | null;
  company_id?: string | null;
}

let tenant: Tenant;
let admin: string;
let idOf: Record<string, string>;

const storeCompanies = (rows: object[]) =>
  database.sql`select private.upsert_companies(${tenant.id}, ${database.sql.json(rows as never)})`;
const COMPANIES = [
  company(1, { legal_name: 'PADARIA ESTRELA LTDA' }),
  company(2, { legal_name: 'PADARIA ESTRELA S.A.' }),
];
const CONTACTS = [contact(1, 'Padaria Estrela - Rose'), contact(2, 'Estrela'), contact(3, 'Entregador')];

beforeEach(async () => {
  const { sql } = database;
  tenant = await createTenant(sql, ['acessorias', 'onecode']);
  admin = await createMember(sql, tenant, 'admin');
  await storeCompanies(COMPANIES);
  await storeContacts(sql, await runningJob(sql, 'onecode', tenant), CONTACTS);
  const rows = await sql<{ key: string; id: string }[]>`
    select 'contact ' || external_id as key, id from public.contacts where tenant_id = ${tenant.id}
    union all select 'company ' || external_id, id from public.companies where tenant_id = ${tenant.id}`;
  idOf = Object.fromEntries(rows.map((row) => [row.key, row.id]));
});

const decide = (decisions: Decision[], user = admin, of = tenant) =>
  database.as({ user }, async (sql) => {
    const [row] = await sql<{ previous: Decision[] }[]>`
      select public.decide_contacts(${of.id}, ${database.sql.json(decisions as never)}) as previous`;
    return required(row).previous;
  });

const isCompany = (n: number, m: number): Decision => ({
  contact_id: required(idOf[`contact ${n}`]),
  decision: 'company',
  company_id: required(idOf[`company ${m}`]),
});
const isNobody = (n: number): Decision => ({ contact_id: required(idOf[`contact ${n}`]), decision: 'not_a_customer' });

const matches = async () => {
  const rows = await database.sql<{ match_status: string; company: string | null }[]>`
    select c.match_status, company.external_id as company
    from public.contacts as c left join public.companies as company on company.id = c.company_id
    where c.tenant_id = ${tenant.id} order by c.external_id`;
  return rows.map((row) => `${row.match_status} ${row.company ?? '-'}`);
};
const rematch = () => database.sql`select private.walk_match_pass(${tenant.id}, 100)`;

test('many contacts are decided at once, and undone with the answer', async () => {
  const before = await matches();
  expect(before).toEqual(['review 1', 'review 1', 'ignored -']);
  const previous = await decide([isCompany(1, 2), isNobody(2)]);
  expect(await matches()).toEqual(['matched 2', 'ignored -', 'ignored -']);
  const again = await decide([isCompany(2, 1)]);
  expect(again).toEqual([{ ...isNobody(2), company_id: null }]);
  await decide(again);
  expect(await matches()).toEqual(['matched 2', 'ignored -', 'ignored -']);
  await decide(previous);
  expect(await matches()).toEqual(before);
});

describe('a decision outlives', () => {
  beforeEach(async () => {
    await decide([isCompany(1, 2), isNobody(2), isCompany(3, 1)]);
  });
  const DECIDED = ['matched 2', 'ignored -', 'matched 1'];

  test('the next run, also of changed contacts, and is counted by it', async () => {
    const { sql } = database;
    const [job] = await sql<{ job_id: string; lease_token: string }[]>`
      select job_id, token as lease_token from private.job_leases join public.integration_jobs as j on j.id = job_id
      where j.tenant_id = ${tenant.id}`;
    const renamed = CONTACTS.map((row, n) => ({ ...row, name: `Padaria Estrela Ltda ${'x'.repeat(n)}` }));
    await storeContacts(sql, { ...required(job), tenant } as never, renamed);
    expect(await matches()).toEqual(DECIDED);
    const [lease] = await sql`select counters from private.job_leases where job_id = ${required(job).job_id}`;
    expect(required(lease).counters).toMatchObject({ matched: 2, review: 2, ignored: 2 });
  });

  test('new names of companies, a company that goes, and one that returns', async () => {
    const { sql } = database;
    await storeCompanies([company(2, { legal_name: 'OUTRA RAZAO LTDA' })]);
    await rematch();
    expect(await matches()).toEqual(DECIDED);
    await sql`update public.companies set gone_at = now() where tenant_id = ${tenant.id}`;
    await rematch();
    expect(await matches()).toEqual(DECIDED);
    await storeCompanies(COMPANIES);
    await rematch();
    expect(await matches()).toEqual(DECIDED);
  });
});

test('each decision and each that is taken back is in the trail, and a repeated one is not', async () => {
  await decide([isCompany(1, 2)]);
  await decide([isCompany(1, 2)]);
  await decide([{ contact_id: required(idOf['contact 1']), decision: null }]);
  const events = await database.sql`
    select action, actor_id, provider_slug, details from public.integration_events
    where tenant_id = ${tenant.id} and action like 'contact%' order by id`;
  const details = isCompany(1, 2);
  expect([...events]).toEqual([
    { action: 'contact_decided', actor_id: admin, provider_slug: 'onecode', details },
    { action: 'contact_decision_undone', actor_id: admin, provider_slug: 'onecode', details },
  ]);
});

describe('is refused', () => {
  test.for(['auditor', 'member'] as const)('to the %s', async (role) => {
    const user = await createMember(database.sql, tenant, role);
    await expect(decide([isNobody(1)], user)).rejects.toMatchObject({ code: '42501' });
  });

  test('to the admin of another tenant', async () => {
    const stranger = await createMember(database.sql, await createTenant(database.sql), 'admin');
    await expect(decide([isNobody(1)], stranger)).rejects.toMatchObject({ code: '42501' });
  });

  test("for another tenant's contact and company", async () => {
    const own = await createTenant(database.sql, ['acessorias', 'onecode']);
    const user = await createMember(database.sql, own, 'admin');
    await expect(decide([isNobody(1)], user, own)).rejects.toMatchObject({ code: '22023' });
    await storeContacts(database.sql, await runningJob(database.sql, 'onecode', own), [contact(1, 'A')]);
    const [foreign] = await database.sql<{ id: string }[]>`select id from public.contacts where tenant_id = ${own.id}`;
    await expect(decide([{ ...isCompany(1, 1), contact_id: required(foreign).id }], user, own)).rejects.toMatchObject({
      code: '23503',
    });
  });

  test.for([
    ['twice for one contact', () => [isNobody(1), isCompany(1, 1)], '22023'],
    ['without a company', () => [{ ...isCompany(1, 1), company_id: null }], '23514'],
    ['with an unknown decision', () => [{ ...isNobody(1), decision: 'perhaps' as never }], '23514'],
  ] as const)('%s', async ([, decisions, code]) => {
    await expect(decide([...decisions()])).rejects.toMatchObject({ code });
  });
});

describe('candidates', () => {
  const candidates = (user: string, n = 1) =>
    database.as(
      { user },
      (sql) =>
        sql<{ legal_name: string; likeness: number; reasons: string[] }[]>`
          select legal_name, likeness, reasons
          from public.contact_candidates(${tenant.id}, array[${required(idOf[`contact ${n}`])}::uuid])`,
    );

  test('are listed with their likeness and why, to admins and auditors', async () => {
    const auditor = await createMember(database.sql, tenant, 'auditor');
    for (const user of [admin, auditor]) {
      expect([...(await candidates(user))]).toEqual([
        { legal_name: 'PADARIA ESTRELA LTDA', likeness: 1, reasons: ['homonym'] },
        { legal_name: 'PADARIA ESTRELA S.A.', likeness: 1, reasons: ['homonym'] },
      ]);
    }
    const [first] = await candidates(admin, 2);
    expect(first).toMatchObject({ legal_name: 'PADARIA ESTRELA LTDA', reasons: ['common_name', 'trade_missing'] });
  });

  test('are nothing for members and strangers', async () => {
    const stranger = await createMember(database.sql, await createTenant(database.sql), 'admin');
    for (const user of [await createMember(database.sql, tenant, 'member'), stranger]) {
      expect(await candidates(user)).toHaveLength(0);
    }
  });
});

describe('what waits and whom it may be', () => {
  const waiting = (user: string, search = '') =>
    database.as(
      { user },
      (sql) => sql<{ name: string }[]>`select name from public.contacts_to_review(${tenant.id}, ${search})`,
    );
  const companies = (user: string, search: string) =>
    database.as(
      { user },
      (sql) => sql<{ legal_name: string }[]>`select legal_name from public.search_companies(${tenant.id}, ${search})`,
    );

  test('is listed by name and found whatever accents and case', async () => {
    expect([...(await waiting(admin))]).toEqual([{ name: 'Estrela' }, { name: 'Padaria Estrela - Rose' }]);
    expect([...(await waiting(admin, 'PÁDARIA'))]).toEqual([{ name: 'Padaria Estrela - Rose' }]);
    expect(await companies(admin, 'padária estrela')).toHaveLength(2);
  });

  test('companies are found by part of the document in any spelling, and not when they are gone', async () => {
    const { sql } = database;
    const [one] = await sql<{ document: string }[]>`
      select document from public.companies where id = ${required(idOf['company 1'])}`;
    const formatted = required(one).document.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
    expect([...(await companies(admin, formatted))]).toEqual([{ legal_name: 'PADARIA ESTRELA LTDA' }]);
    await sql`update public.companies set gone_at = now() where id = ${required(idOf['company 1'])}`;
    expect(await companies(admin, formatted)).toHaveLength(0);
  });

  test('is nothing for members and strangers', async () => {
    const stranger = await createMember(database.sql, await createTenant(database.sql), 'admin');
    for (const user of [await createMember(database.sql, tenant, 'member'), stranger]) {
      expect(await waiting(user)).toHaveLength(0);
      expect(await companies(user, 'padaria')).toHaveLength(0);
    }
  });
});
