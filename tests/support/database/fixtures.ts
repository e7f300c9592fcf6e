import { randomUUID } from 'node:crypto';
import type { Sql } from './database.ts';

export type Role = 'admin' | 'auditor' | 'member';

export interface Tenant {
  id: string;
  slug: string;
}

/** A new user of Auth; returns the id. */
export async function createUser(sql: Sql): Promise<string> {
  const id = randomUUID();
  await sql`insert into auth.users (id, email) values (${id}, ${`${id}@test.example`})`;
  return id;
}

/** A tenant with the given integrations switched on. */
export async function createTenant(sql: Sql, providers: string[] = ['acessorias']): Promise<Tenant> {
  const id = randomUUID();
  const slug = `tenant-${id.slice(0, 8)}`;
  await sql`insert into public.tenants (id, name, slug) values (${id}, ${slug}, ${slug})`;
  for (const provider of providers) {
    await sql`
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled) values (${id}, ${provider}, true)`;
  }
  return { id, slug };
}

/** A user with a role in a tenant; returns the user's id. */
export async function createMember(sql: Sql, tenant: Tenant, role: Role): Promise<string> {
  const user = await createUser(sql);
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${tenant.id}, ${user}, ${role})`;
  return user;
}

/** A pending job; returns the id. */
export async function enqueue(sql: Sql, tenant: Tenant, provider = 'acessorias'): Promise<string> {
  const [job] = await sql<{ id: string }[]>`
    insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, ${provider}) returning id`;
  return required(job).id;
}

export interface Claim {
  job_id: string;
  lease_token: string;
  attempt: number;
  cursor: unknown;
  is_complete: boolean;
  is_enabled: boolean;
}

/** Claims the oldest due job as a worker would; null when nothing is due. */
export async function claim(sql: Sql, worker = 'test'): Promise<Claim | null> {
  const [row] = await sql<{ claim: Claim | null }[]>`select public.claim_integration_job(${worker}) as claim`;
  return required(row).claim;
}

/** A tenant with one job that a worker holds. */
export async function createRunningJob(sql: Sql): Promise<Claim & { tenant: Tenant }> {
  const tenant = await createTenant(sql);
  const id = await enqueue(sql, tenant);
  // The oldest is claimed first: make it this one.
  await sql`update public.integration_jobs set run_after = 'epoch' where id = ${id}`;
  const claimed = await claimUntil(sql, id);
  return { ...claimed, tenant };
}

async function claimUntil(sql: Sql, id: string): Promise<Claim> {
  while (true) {
    const claimed = await claim(sql);
    if (!claimed) throw new Error(`Cannot claim job ${id}: nothing is due`);
    if (claimed.job_id === id) return claimed;
  }
}

export interface JobRow {
  id: string;
  status: string;
  progress: number;
  attempts: number;
  max_attempts: number;
  started_at: Date | null;
  finished_at: Date | null;
  execution_time_ms: number | null;
  error_code: string | null;
  error_message: string | null;
  result: Record<string, unknown> | null;
  run_after: Date;
  updated_at: Date;
  processed_count: number;
  total_count: number | null;
  step: string | null;
  created_by: string | null;
  canceled_by: string | null;
  resumed_from: string | null;
}

/** The job as it is now. */
export async function readJob(sql: Sql, id: string): Promise<JobRow> {
  const [job] = await sql<JobRow[]>`select * from public.integration_jobs where id = ${id}`;
  return required(job);
}

export interface LogRow {
  attempt: number;
  status: string;
  error_code: string | null;
  error_message: string | null;
  total_processados: number;
  execution_time_ms: number | null;
}

/** The log rows of a job, oldest attempt first. */
export async function readLogs(sql: Sql, jobId: string): Promise<LogRow[]> {
  return await sql<LogRow[]>`select * from public.integration_logs where execution_id = ${jobId} order by attempt`;
}

/** The answer of one of the queue's functions. */
export async function call(
  sql: Sql,
  name: string,
  ...args: (string | number | null | object)[]
): Promise<Record<string, unknown>> {
  const placeholders = args.map((_, index) => `$${index + 1}`).join(', ');
  const [row] = await sql.unsafe<{ answer: Record<string, unknown> }[]>(
    `select public.${name}(${placeholders}) as answer`,
    args as never[],
  );
  return required(row).answer;
}

/** Moves time: makes the lease of a job end in the past, as if its worker had been silent. */
export async function expireLease(sql: Sql, jobId: string): Promise<void> {
  await sql`update private.job_leases set expires_at = now() - interval '1 second' where job_id = ${jobId}`;
}

/** Moves time: the job may be claimed now, before all others, whatever it waited for. */
export async function makeDue(sql: Sql, jobId: string): Promise<void> {
  await sql`update public.integration_jobs set run_after = 'epoch' where id = ${jobId} and status = 'pending'`;
}

/** The value, or an error when there is none: for rows that must exist. */
export function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected a row, got none');
  return value;
}

/** The SQLSTATE of a statement that must fail; throws when it does not. */
export async function sqlstate(statement: Promise<unknown>): Promise<string> {
  try {
    await statement;
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
  throw new Error('Expected the statement to fail, but it went through');
}
