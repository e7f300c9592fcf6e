import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, type Tenant } from '../../support/database/fixtures.ts';
import { company, runOf } from '../../support/database/synced-data.ts';

const database = testDatabase();
const newTenant = () => createTenant(database.sql, ['acessorias']);

interface Question {
  kind?: string;
  search?: string;
  after?: number;
  limit?: number;
}

/** Names of the changes of a run that an auditor of the tenant finds. */
async function found(tenant: Tenant, jobId: string, { kind, search, after, limit }: Question = {}): Promise<string[]> {
  const user = await createMember(database.sql, tenant, 'auditor');
  const rows = await database.as(
    { user },
    (sql) => sql<{ label: string }[]>`
    select label from public.search_integration_changes(
      ${jobId}, ${kind ?? null}, ${search ?? ''}, ${after ?? 0}, ${limit ?? 50})`,
  );
  return rows.map(({ label }) => label);
}

test('a part of a name finds it, whatever its accents and its case, and signs of patterns mean themselves', async () => {
  const tenant = await newTenant();
  const names = ['BANCO DA AMAZÔNIA S.A.', 'Açougue 100% Bom', 'Acougue_do_Zé'];
  const rows = names.map((legal_name, index) => company(index + 1, { legal_name }));
  const { id } = await runOf(database.sql, 'acessorias', tenant, [rows]);
  expect(await found(tenant, id, { search: 'amazonia s.a' })).toEqual([names[0]]);
  expect(await found(tenant, id, { search: 'AÇOUGUE' })).toEqual([names[1], names[2]]);
  expect(await found(tenant, id, { search: '0%' })).toEqual([names[1]]);
  expect(await found(tenant, id, { search: 'e_d' })).toEqual([names[2]]);
  expect(await found(tenant, id, { search: 'a%o' })).toEqual([]);
});

test('pages follow each other by id, of one kind or of all, and none is larger than 1000', async () => {
  const tenant = await newTenant();
  const many = Array.from({ length: 1005 }, (_, index) => company(index + 1));
  const { id } = await runOf(database.sql, 'acessorias', tenant, [many]);
  expect(await found(tenant, id, { limit: 5000 })).toHaveLength(1000);
  const rows = await database.sql<{ id: number }[]>`
    select id from public.integration_changes where job_id = ${id} order by id limit 2`;
  expect(await found(tenant, id, { after: rows[0]?.id, limit: 2 })).toEqual(['Empresa 2', 'Empresa 3']);
  expect(await found(tenant, id, { kind: 'gone' })).toEqual([]);
  expect(await found(tenant, id, { kind: 'created', limit: 1 })).toEqual(['Empresa 1']);
});

test('a stranger finds nothing', async () => {
  const [tenant, stranger] = [await newTenant(), await newTenant()];
  const { id } = await runOf(database.sql, 'acessorias', tenant, [[company(1)]]);
  expect(await found(stranger, id)).toEqual([]);
});
