import type { Sql } from './database.ts';
import { cnpj } from './documents.ts';
import { call, claim, createTenant, enqueue, readJob, required, type Tenant } from './fixtures.ts';

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

/** A company as the connector sends it. `n` is its id at the provider and, unless given, its document. */
export const company = (n: number, fields: Record<string, unknown> = {}) => ({
  external_id: String(n),
  document: cnpj(n),
  legal_name: `Empresa ${n}`,
  is_active: true,
  ...fields,
});

interface PageOptions {
  /** Ids of the page's records; unless given those of the rows. Null = unknown. */
  keys?: string[] | null;
  isFull?: boolean;
  scope?: object | null;
  problems?: object[];
  /** Where to go on; null = this is the last page. */
  cursor?: object | null;
}

/** Writes one page of a full read unless told otherwise; returns the answer of the queue. */
export function storePage(
  sql: Sql,
  job: RunningJob,
  rows: Record<string, unknown>[],
  { keys, isFull = true, scope = null, problems = [], cursor = { page: 2 } }: PageOptions = {},
) {
  const ids = keys === undefined ? rows.map((row) => String(row.external_id ?? row.guid)) : keys;
  const lease = [job.job_id, job.lease_token] as const;
  // An array of texts is told from a JSON array by its cast.
  return sql<{ answer: Record<string, unknown> }[]>`
    select public.store_integration_page(
      ${lease[0]}, ${lease[1]}, ${sql.json(rows as never)}, ${cursor === null ? null : sql.json(cursor as never)}::jsonb, null, 'Lendo',
      ${sql.json(problems as never)}, 0, ${ids}::text[], ${isFull}, ${scope === null ? null : sql.json(scope as never)}::jsonb
    ) as answer`.then(([row]) => required(row).answer);
}

/** A whole run: its pages, the last one with a null cursor, and its end. Returns the job as it ended. */
export async function runOf(
  sql: Sql,
  provider: string,
  tenant: Tenant,
  pages: Record<string, unknown>[][],
  options: PageOptions = {},
) {
  const job = await runningJob(sql, provider, tenant);
  for (const [index, rows] of pages.entries()) {
    await storePage(sql, job, rows, { ...options, cursor: index === pages.length - 1 ? null : { page: index + 2 } });
  }
  await call(sql, 'finish_integration_job', job.job_id, job.lease_token);
  return { ...(await readJob(sql, job.job_id)), tenant };
}

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
