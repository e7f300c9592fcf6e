import type { Sql } from './database.ts';
import { call, claim, createTenant, enqueue, required, type Tenant } from './fixtures.ts';

/** A job of this provider that a worker holds, and its tenant (a new one unless given). */
export async function runningJob(sql: Sql, provider: string, of?: Tenant) {
  const tenant = of ?? (await createTenant(sql, [...new Set(['acessorias', provider])]));
  const id = await enqueue(sql, tenant, provider);
  while (true) {
    const claimed = required(await claim(sql));
    if (claimed.job_id === id) return { ...claimed, tenant };
  }
}
export type RunningJob = Awaited<ReturnType<typeof runningJob>>;

/** The n-th guid of a test. */
export const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A receivable as the connector sends it. */
export const receivable = (n: number, fields: Record<string, unknown> = {}) => ({
  guid: guid(n),
  document: '00000000000191',
  customer_name: 'Banco do Brasil S.A.',
  due_on: '2026-11-10',
  competence_on: '2026-11-01',
  paid_on: null,
  amount: '100.50',
  payment_method: 'Boleto',
  installment: 1,
  installments: 1,
  invoice_id: '42',
  ...fields,
});

/** Writes one page; returns the answer of the queue. */
export const storeReceivables = (sql: Sql, job: RunningJob, rows: object[], skipped = 0) =>
  call(sql, 'store_integration_page', job.job_id, job.lease_token, rows, { page: 2 }, null, 'Lendo', [], skipped);

/** A contact as the connector sends it. */
export const contact = (n: number, name: string | null, fields: Record<string, unknown> = {}) => ({
  external_id: String(n),
  name,
  number: '5511900000000',
  email: null,
  ...fields,
});

/** Writes one page; returns the answer of the queue. */
export const storeContacts = (sql: Sql, job: RunningJob, rows: object[], skipped = 0) =>
  call(sql, 'store_integration_page', job.job_id, job.lease_token, rows, { page: 2 }, null, 'Lendo', [], skipped);

/** Writes companies as sync-acessorias would, in the owner's name. */
export const storeCompanies = async (
  sql: Sql,
  tenant: Tenant,
  companies: { document: string; legal_name: string }[],
) => {
  const rows = companies.map((company) => ({ is_active: true, ...company }));
  await sql`select private.upsert_companies(${tenant.id}, ${sql.json(rows)})`;
};

/** Counters of the job so far. */
export async function counters(sql: Sql, job: RunningJob): Promise<Record<string, number>> {
  const [lease] = await sql<{ counters: Record<string, number> }[]>`
    select counters from private.job_leases where job_id = ${job.job_id}`;
  return required(lease).counters;
}
