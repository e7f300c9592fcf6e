import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant, required, type Tenant } from '../../support/database/fixtures.ts';
import {
  company,
  contact,
  counters,
  receivable,
  runningJob,
  runOf,
  storePage,
} from '../../support/database/synced-data.ts';

const database = testDatabase();
const newTenant = () => createTenant(database.sql, ['acessorias', 'bomcontrole', 'onecode']);

interface Change {
  kind: string;
  entity: string;
  label: string;
  fields: { field: string; before: unknown; after: unknown }[];
  reason: string | null;
}
const changesOf = async (jobId: string): Promise<Change[]> => [
  ...(await database.sql<Change[]>`
    select kind, entity, label, fields, reason from public.integration_changes where job_id = ${jobId} order by id`),
];

test('created, changed field by field, gone and returned, each with its record and name', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const first = await runOf(sql, 'acessorias', tenant, [[company(1), company(2), company(3)]]);
  expect(await changesOf(first.id)).toEqual(
    [1, 2, 3].map((n) => ({ kind: 'created', entity: 'companies', label: `Empresa ${n}`, fields: [], reason: null })),
  );
  const changed = [company(1), company(2, { legal_name: 'Nova', monthly_fee: '1250.5', trade_name: 'N' })];
  const second = await runOf(sql, 'acessorias', tenant, [changed]);
  expect(await changesOf(second.id)).toEqual([
    {
      kind: 'updated',
      entity: 'companies',
      label: 'Nova',
      reason: null,
      fields: [
        { field: 'legal_name', before: 'Empresa 2', after: 'Nova' },
        { field: 'monthly_fee', before: null, after: 1250.5 },
        { field: 'trade_name', before: null, after: 'N' },
      ],
    },
    { kind: 'gone', entity: 'companies', label: 'Empresa 3', fields: [], reason: null },
  ]);
  const third = await runOf(sql, 'acessorias', tenant, [[...changed, company(3, { state: 'SP' })]]);
  expect(await changesOf(third.id)).toEqual([
    {
      kind: 'returned',
      entity: 'companies',
      label: 'Empresa 3',
      fields: [{ field: 'state', before: null, after: 'SP' }],
      reason: null,
    },
  ]);
  const [row] = await sql<{ is_right: boolean }[]>`
    select bool_and(c.tenant_id = ${tenant.id} and c.provider_slug = 'acessorias' and c.record_id = k.id) as is_right
    from public.integration_changes as c join public.companies as k on k.legal_name = c.label and k.tenant_id = c.tenant_id
    where c.job_id = ${third.id}`;
  expect(required(row).is_right).toBe(true);
});

test('what a run of companies changes in receivables and contacts is its doing, with the name of the company', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await runOf(sql, 'bomcontrole', tenant, [[receivable(1)]]);
  const run = await runOf(sql, 'acessorias', tenant, [[company(1, { document: '00000000000191' })]]);
  expect(await changesOf(run.id)).toContainEqual({
    kind: 'updated',
    entity: 'receivables',
    label: 'Banco do Brasil S.A.',
    fields: [{ field: 'company_id', before: null, after: 'Empresa 1' }],
    reason: null,
  });
});

test('an unchanged run notes nothing and writes no row of any table of data', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const companies = Array.from({ length: 40 }, (_, index) => company(index + 1));
  const receivables = Array.from({ length: 40 }, (_, index) =>
    receivable(index + 1, { document: companies[index]?.document }),
  );
  const contacts = Array.from({ length: 40 }, (_, index) => contact(index + 1, `Empresa ${index + 1}`));
  const pages = (rows: Record<string, unknown>[]) => [rows.slice(0, 20), rows.slice(20)];
  const runs = async () => [
    await runOf(sql, 'acessorias', tenant, pages(companies)),
    await runOf(sql, 'bomcontrole', tenant, pages(receivables)),
    await runOf(sql, 'onecode', tenant, pages(contacts)),
  ];
  const versions = async () => {
    const tables = ['companies', 'receivables', 'contacts', 'integration_changes'];
    const rows = await Promise.all(
      tables.map((table) =>
        sql.unsafe<{ version: string }[]>(
          `select '${table}' || id || xmin || ctid as version from public.${table} where tenant_id = '${tenant.id}' order by id`,
        ),
      ),
    );
    return rows.flatMap((part) => part.map((row) => row.version));
  };
  await runs();
  const before = await versions();
  expect(before).toHaveLength(240);
  const again = await runs();
  expect(again.map((run) => run.result)).toMatchObject(
    Array.from({ length: 3 }, () => ({ processed: 40, created: 0, updated: 0, unchanged: 40, removed: 0 })),
  );
  expect(await versions()).toEqual(before);
});

test('the same record sent in another order of its fields notes nothing', async () => {
  const tenant = await newTenant();
  await runOf(database.sql, 'acessorias', tenant, [[company(1, { state: 'SP' })]]);
  const reordered = Object.fromEntries(Object.entries(company(1, { state: 'SP' })).toReversed());
  const run = await runOf(database.sql, 'acessorias', tenant, [[reordered]]);
  expect(await changesOf(run.id)).toEqual([]);
});

test('every problem of a run can be paged, also beyond the first 50, up to the limit of the settings', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const job = await runningJob(sql, 'acessorias', tenant);
  const problems = Array.from({ length: 30 }, (_, index) => ({
    item: `linha ${index + 1}`,
    reason: 'sem razão social',
  }));
  for (let page = 0; page < 3; page += 1) await storePage(sql, job, [], { keys: null, problems });
  const noted = (await changesOf(job.job_id)).filter((change) => change.kind === 'problem');
  expect(noted).toHaveLength(90);
  expect(noted[0]).toEqual({
    kind: 'problem',
    entity: 'companies',
    label: 'linha 1',
    fields: [],
    reason: 'sem razão social',
  });
  expect(await counters(sql, job)).toMatchObject({ problems: 90 });
  await sql`update private.queue_settings set max_problems_per_run = 90`;
  await storePage(sql, job, [], { keys: null, problems });
  await sql`update private.queue_settings set max_problems_per_run = default`;
  expect((await changesOf(job.job_id)).filter((change) => change.kind === 'problem')).toHaveLength(90);
  expect(await counters(sql, job)).toMatchObject({ problems: 120 });
});

test('beyond max_changes_per_run changes are only counted', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await sql`update private.queue_settings set max_changes_per_run = 2`;
  try {
    const run = await runOf(sql, 'acessorias', tenant, [[company(1), company(2)], [company(3)], [company(4)]]);
    expect(run.result).toMatchObject({ created: 4 });
    expect(await changesOf(run.id)).toHaveLength(2);
  } finally {
    await sql`update private.queue_settings set max_changes_per_run = default`;
  }
});

test('no text that looks like a credential is kept, however it came in', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  const canary = 'sb_secret_canary123';
  await runOf(sql, 'acessorias', tenant, [[company(1, { legal_name: `Empresa token=${canary}` })]]);
  const run = await runOf(sql, 'acessorias', tenant, [
    [company(1, { legal_name: 'Limpa', trade_name: `Bearer\n${canary}`, phone: `senha: ${canary}`, state: 'SP' })],
  ]);
  const job = await runningJob(sql, 'acessorias', tenant);
  await storePage(sql, job, [], { keys: null, problems: [{ item: canary, reason: `token=${canary}` }] });
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  const [kept] = await sql<{ texts: string }[]>`
    select string_agg(c::text, ' ') as texts from public.integration_changes as c where tenant_id = ${tenant.id}`;
  expect(required(kept).texts).not.toContain('canary');
  const [change] = await changesOf(run.id);
  expect(required(change).fields).toContainEqual({ field: 'state', before: null, after: 'SP' });
  expect(required(change).fields.map(({ field }) => field)).toEqual(['legal_name', 'phone', 'state', 'trade_name']);
});

test('what is written without a run is no change of a run', async () => {
  const { sql } = database;
  const tenant = await newTenant();
  await sql`select private.upsert_companies(${tenant.id}, ${sql.json([company(1)] as never)})`;
  await sql`update public.companies set legal_name = 'Outra' where tenant_id = ${tenant.id}`;
  expect(await sql`select 1 from public.integration_changes where tenant_id = ${tenant.id}`).toHaveLength(0);
});

test('the tick deletes what is older than keep_changes_days, in batches', async () => {
  const { sql } = database;
  const tenant: Tenant = await newTenant();
  await sql`delete from public.integration_changes where true`;
  const run = await runOf(sql, 'acessorias', tenant, [[1, 2, 3, 4, 5].map((n) => company(n))]);
  await sql`
    update public.integration_changes
    set created_at = now() - case when label in ('Empresa 4', 'Empresa 5') then interval '89 days' else interval '91 days' end
    where job_id = ${run.id}`;
  await sql`update private.queue_settings set prune_batch = 2`;
  const left = async () => (await changesOf(run.id)).map(({ label }) => label);
  try {
    expect(await call(sql, 'integration_queue_tick')).toMatchObject({ pruned_changes: 2, failed_parts: [] });
    expect(await left()).toEqual(['Empresa 3', 'Empresa 4', 'Empresa 5']);
    expect(await call(sql, 'integration_queue_tick')).toMatchObject({ pruned_changes: 1 });
    expect(await call(sql, 'integration_queue_tick')).toMatchObject({ pruned_changes: 0 });
    expect(await left()).toEqual(['Empresa 4', 'Empresa 5']);
  } finally {
    await sql`update private.queue_settings set prune_batch = default`;
  }
});
