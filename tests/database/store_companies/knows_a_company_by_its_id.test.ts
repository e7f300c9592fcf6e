import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, required, type Tenant } from '../../support/database/fixtures.ts';
import { company, counters, receivable, runningJob, runOf, storePage } from '../../support/database/synced-data.ts';

const database = testDatabase();
const X = '11222333000181';
const Y = '00000000000191';
const Z = '52998224725';

const newTenant = () => createTenant(database.sql, ['acessorias', 'bomcontrole', 'onecode']);

/** The companies of a tenant, `id document name` in the order of their ids, those that are gone in brackets; and where each row is. */
async function companiesOf(tenant: Tenant) {
  const rows = await database.sql<
    { external_id: string; document: string | null; legal_name: string; is_gone: boolean; version: string }[]
  >`
    select external_id, document, legal_name, gone_at is not null as is_gone, xmin::text || ctid::text as version
    from public.companies where tenant_id = ${tenant.id} order by private.id_order(external_id)`;
  return {
    list: rows.map((row) => {
      const text = `${row.external_id} ${row.document ?? '-'} ${row.legal_name}`;
      return row.is_gone ? `(${text})` : text;
    }),
    versions: rows.map((row) => row.version),
  };
}

const read = (tenant: Tenant, ...pages: Record<string, unknown>[][]) =>
  runOf(database.sql, 'acessorias', tenant, pages);

/** Reasons of the problems of a run. */
const problemsOf = (run: { result: Record<string, unknown> | null }) =>
  ((run.result?.problem_list ?? []) as { item: string; reason: string }[]).map(
    ({ item, reason }) => `${item}: ${reason}`,
  );

test('a corrected document changes the company, which keeps its receivables and contacts', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await read(tenant, [company(1, { document: X })]);
  await runOf(sql, 'bomcontrole', tenant, [[receivable(1, { document: X }), receivable(2, { document: Y })]]);
  await runOf(sql, 'onecode', tenant, [[{ external_id: '7', name: 'Empresa 1', number: null, email: null }]]);
  const linked = () => sql`
    select 'contact ' || name as what, company_id from public.contacts where tenant_id = ${tenant.id}
    union all select 'receivable ' || right(guid::text, 1), company_id from public.receivables where tenant_id = ${tenant.id}
    order by what`;
  const [stored] = await sql<{ id: string }[]>`select id from public.companies where tenant_id = ${tenant.id}`;
  const { id } = required(stored);
  expect([...(await linked())]).toEqual([
    { what: 'contact Empresa 1', company_id: id },
    { what: 'receivable 1', company_id: id },
    { what: 'receivable 2', company_id: null },
  ]);

  expect((await read(tenant, [company(1, { document: Y })])).result).toMatchObject({ created: 0, updated: 1 });
  expect((await companiesOf(tenant)).list).toEqual([`1 ${Y} Empresa 1`]);
  expect((await linked()).map((row) => row.company_id)).toEqual([id, id, id]);

  // The next read of the receivables finds nothing to change.
  const again = await runOf(sql, 'bomcontrole', tenant, [
    [receivable(1, { document: X }), receivable(2, { document: Y })],
  ]);
  expect(again.result).toMatchObject({ updated: 0, unchanged: 2 });
  expect((await linked()).map((row) => row.company_id)).toEqual([id, id, id]);
});

test('a company that comes with a new id is the one that has its document', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(5, { document: X }), company(6, { document: Y })]);
  const [before] =
    await database.sql`select id from public.companies where tenant_id = ${tenant.id} and document = ${X}`;
  const run = await read(tenant, [company(9, { document: X })], [company(6, { document: Y })]);
  expect(run.result).toMatchObject({ processed: 2, created: 0, updated: 1, unchanged: 1, problems: 0, removed: 0 });
  expect(run.result).not.toHaveProperty('problem_list');
  expect((await companiesOf(tenant)).list).toEqual([`6 ${Y} Empresa 6`, `9 ${X} Empresa 9`]);
  const [after] =
    await database.sql`select id from public.companies where tenant_id = ${tenant.id} and document = ${X}`;
  expect(after).toEqual(before);
  const noted = await database.sql`select kind from public.integration_changes where job_id = ${run.id}`;
  expect(noted.map(({ kind }) => kind)).toEqual(['updated']);
});

test('while a read is not complete the company that has the document keeps it', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(5, { document: X })]);
  const run = await runOf(database.sql, 'acessorias', tenant, [[company(9, { document: X })]], { isFull: false });
  expect(run.result).toMatchObject({ processed: 1, problems: 1 });
  expect((await companiesOf(tenant)).list).toEqual([`5 ${X} Empresa 5`]);
});

type Fields = Record<string, unknown>;
const RIVALS: Record<string, readonly [loser: Fields, winner: Fields]> = {
  'the active one': [company(3, { document: X, is_active: false }), company(8, { document: X })],
  'of two active ones the lowest id': [company(12, { document: X }), company(9, { document: X })],
  'of two inactive ones the lowest id': [
    company(12, { document: X, is_active: false }),
    company(9, { document: X, is_active: false }),
  ],
};
const WAYS = {
  'on one page': (one: Fields, other: Fields) => [[one, other]],
  'on one page, the other way round': (one: Fields, other: Fields) => [[other, one]],
  'on two pages': (one: Fields, other: Fields) => [[one], [other]],
  'on two pages, the other way round': (one: Fields, other: Fields) => [[other], [one]],
};
const CASES = Object.entries(RIVALS).flatMap(([rule, rivals]) =>
  Object.entries(WAYS).map(([way, pages]) => ({ rule, way, rivals, pages })),
);

test.for(CASES)(
  'two records of one document $way: $rule has it, with one problem, and a second run writes nothing',
  async ({ rivals, pages }) => {
    const tenant = await newTenant();
    const [one, other] = rivals;
    const first = await read(tenant, ...pages(one, other));
    const { list, versions } = await companiesOf(tenant);
    expect(list).toEqual([`${other.external_id} ${X} ${other.legal_name}`]);
    expect(first.result).toMatchObject({ processed: 2, created: 1, updated: 0, unchanged: 0, problems: 1 });
    const problem = `ID ${one.external_id}, ${one.legal_name}: documento repetido: ${X} é também do cadastro ID ${other.external_id}, que fica com ele`;
    expect(problemsOf(first)).toEqual([problem]);

    const second = await read(tenant, ...pages(one, other));
    expect(second.result).toMatchObject({
      processed: 2,
      created: 0,
      updated: 0,
      unchanged: 1,
      problems: 1,
      removed: 0,
    });
    expect(problemsOf(second)).toEqual([problem]);
    expect((await companiesOf(tenant)).versions).toEqual(versions);
  },
);

test('two companies of one page swap their documents, three go round in a ring', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(1, { document: X }), company(2, { document: Y }), company(3, { document: Z })]);
  const swapped = await read(tenant, [
    company(1, { document: Y }),
    company(2, { document: X }),
    company(3, { document: Z }),
  ]);
  expect(swapped.result).toMatchObject({ created: 0, updated: 2, unchanged: 1, problems: 0 });
  expect((await companiesOf(tenant)).list).toEqual([`1 ${Y} Empresa 1`, `2 ${X} Empresa 2`, `3 ${Z} Empresa 3`]);
  await read(tenant, [company(1, { document: X }), company(2, { document: Z }), company(3, { document: Y })]);
  expect((await companiesOf(tenant)).list).toEqual([`1 ${X} Empresa 1`, `2 ${Z} Empresa 2`, `3 ${Y} Empresa 3`]);
});

test('a document passes to a new company when its holder has another one on the same page', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(5, { document: X })]);
  const run = await read(tenant, [company(3, { document: X }), company(5, { document: Y })]);
  expect(run.result).toMatchObject({ created: 1, updated: 1, problems: 0 });
  expect((await companiesOf(tenant)).list).toEqual([`3 ${X} Empresa 3`, `5 ${Y} Empresa 5`]);
});

test('a company that loses its document to another one of its own is gone, and back with the next document', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(3, { document: Z }), company(5, { document: X })]);
  const lost = await read(tenant, [company(3, { document: X }), company(5, { document: X })]);
  expect(lost.result).toMatchObject({ processed: 2, updated: 1, problems: 1 });
  expect((await companiesOf(tenant)).list).toEqual([`3 ${X} Empresa 3`, '(5 - Empresa 5)']);
  const again = await read(tenant, [company(3, { document: X }), company(5, { document: X })]);
  expect(again.result).toMatchObject({ processed: 2, updated: 0, unchanged: 1, problems: 1 });
  await read(tenant, [company(3, { document: X }), company(5, { document: Z })]);
  expect((await companiesOf(tenant)).list).toEqual([`3 ${X} Empresa 3`, `5 ${Z} Empresa 5`]);
});

test.for([
  ['in the order of their ids', 1, 2],
  ['the other way round', 2, 1],
] as const)('companies on different pages, %s, swap their documents', async ([, first, second]) => {
  const tenant = await newTenant();
  const page = (id: number, one: string, two: string) => [company(id, { document: id === 1 ? one : two })];
  await read(tenant, page(first, X, Y), page(second, X, Y));
  const run = await read(tenant, page(first, Y, X), page(second, Y, X));
  expect(run.result).toMatchObject({ processed: 2, updated: 2, unchanged: 0, problems: 0, removed: 0 });
  expect((await companiesOf(tenant)).list).toEqual([`1 ${Y} Empresa 1`, `2 ${X} Empresa 2`]);
});

test('records without an id are known by their document', async () => {
  const tenant = await newTenant();
  const job = await runningJob(database.sql, 'acessorias', tenant);
  const nameless = company(1, { external_id: null, document: X });
  await storePage(database.sql, job, [nameless, { ...nameless, legal_name: 'Outra' }], { keys: null });
  expect(await counters(database.sql, job)).toMatchObject({ created: 1, unchanged: 1, problems: 0 });
  await storePage(database.sql, job, [company(4, { document: X, legal_name: 'Outra' })]);
  expect((await companiesOf(tenant)).list).toEqual([`4 ${X} Outra`]);
});

/** What a run noted of the companies, `kind name: fields`. */
async function notedBy(run: { id: string }) {
  const rows = await database.sql<{ kind: string; label: string; fields: { field: string }[] }[]>`
    select kind, label, fields from public.integration_changes where job_id = ${run.id} order by kind, label`;
  return rows.map(({ kind, label, fields }) => `${kind} ${label}: ${fields.map(({ field }) => field).join(' ')}`);
}

const RING = [X, Y, Z];
const ringCompany = (id: number, turns: number) => company(id, { document: RING[(id - 1 + turns) % 3] });
const ORDERS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
];

test.for(ORDERS.flatMap((order) => [1, 2].map((turns) => ({ order, turns }))))(
  'three companies on pages of their own, $order, go round in a ring by $turns: each is one that changed its document',
  async ({ order, turns }) => {
    const tenant = await newTenant();
    await read(tenant, ...order.map((id) => [ringCompany(id, 0)]));
    const run = await read(tenant, ...order.map((id) => [ringCompany(id, turns)]));
    expect(run.result).toMatchObject({ processed: 3, created: 0, updated: 3, unchanged: 0, problems: 0, removed: 0 });
    expect(run.result).not.toHaveProperty('problem_list');
    expect((await companiesOf(tenant)).list).toEqual(
      [1, 2, 3].map((id) => `${id} ${RING[(id - 1 + turns) % 3]} Empresa ${id}`),
    );
    expect(await notedBy(run)).toEqual([1, 2, 3].map((id) => `updated Empresa ${id}: document`));
  },
);

test('a full read that dies after a company asked for the document of one to come has marked nothing', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(1, { document: X })], [company(2, { document: Y })]);
  const job = await runningJob(database.sql, 'acessorias', tenant);
  await storePage(database.sql, job, [company(1, { document: Y })]);
  await database.sql`select private.fail_job(${job.job_id}, ${job.lease_token}, 'permanent', 'unexpected', 'x')`;
  expect((await companiesOf(tenant)).list).toEqual([`1 ${X} Empresa 1`, `2 ${Y} Empresa 2`]);
});

test('a document and its holder part ways on pages of their own: the company keeps its row, the newcomer is new', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(5, { document: X })]);
  const [before] = await database.sql`select id from public.companies where tenant_id = ${tenant.id}`;
  const run = await read(tenant, [company(3, { document: X })], [company(5, { document: Y })]);
  expect(run.result).toMatchObject({ processed: 2, created: 1, updated: 1, problems: 0, removed: 0 });
  expect((await companiesOf(tenant)).list).toEqual([`3 ${X} Empresa 3`, `5 ${Y} Empresa 5`]);
  const [after] =
    await database.sql`select id from public.companies where tenant_id = ${tenant.id} and document = ${Y}`;
  expect(after).toEqual(before);
});

test('who gives a document away and who takes it stand on one page while the next one is still to come', async () => {
  const tenant = await newTenant();
  await read(tenant, [company(1, { document: X }), company(2, { document: Y })], [company(3, { document: Z })]);
  const run = await read(
    tenant,
    [company(1, { document: Y }), company(2, { document: Z })],
    [company(3, { document: X })],
  );
  expect(run.result).toMatchObject({ processed: 3, created: 0, updated: 3, problems: 0, removed: 0 });
  expect((await companiesOf(tenant)).list).toEqual([`1 ${Y} Empresa 1`, `2 ${Z} Empresa 2`, `3 ${X} Empresa 3`]);
});
