import type postgres from 'postgres';
import { become } from '../support/database/database.ts';
import type { BigTenant } from './rows.ts';
import type { BenchDatabase } from './server.ts';

/** What the Execuções tab asks for (src/lib/executions/queries.ts), as PostgREST writes it. */
const PAGE = (tenant: BigTenant, condition: string) => `
  select id, tenant_id, provider_slug, status, progress, attempts, max_attempts, started_at, finished_at, execution_time_ms,
    error_message, error_code, result, created_by, created_at, run_after, updated_at, processed_count, total_count, step, canceled_by
  from public.integration_jobs
  where tenant_id = '${tenant.id}' and provider_slug = 'acessorias' ${condition}
  order by created_at desc, id desc limit 20`;

export interface Read {
  name: string;
  latencies: number[];
  /** Indexes that the plan uses, and "seq scan" when it reads a whole table of ours. */
  plan: string;
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

function indexesOf(node: PlanNode): string[] {
  const own = node['Index Name']
    ? [node['Index Name']]
    : node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'integration_jobs'
      ? ['SEQ SCAN']
      : [];
  return [...own, ...(node.Plans ?? []).flatMap(indexesOf)];
}

/** Runs a query many times as the tenant's admin under row level security. */
async function measure(
  database: BenchDatabase,
  tenant: BigTenant,
  name: string,
  query: string,
  times: number,
): Promise<Read> {
  const asAdmin = <T>(work: (sql: postgres.TransactionSql) => Promise<T>) =>
    database.sql.begin(async (sql) => {
      await become(sql, { user: tenant.admin });
      return work(sql);
    });
  const latencies: number[] = [];
  for (let time = 0; time < times; time += 1) {
    latencies.push(
      await asAdmin(async (sql) => {
        const startedAt = performance.now();
        await sql.unsafe(query);
        return performance.now() - startedAt;
      }),
    );
  }
  const [row] = await asAdmin((sql) =>
    sql.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(`explain (format json) ${query}`),
  );
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  return { name, latencies, plan: [...new Set(plan ? indexesOf(plan) : [])].join(', ') };
}

/** What users wait for, with the table full. */
export async function measureReads(database: BenchDatabase, tenant: BigTenant): Promise<Read[]> {
  const [deep] = await database.sql<{ at: string; id: string }[]>`
    select created_at::text as at, id from public.integration_jobs
    where tenant_id = ${tenant.id} and provider_slug = 'acessorias'
    order by created_at desc, id desc offset 1000 limit 1`;
  if (!deep) throw new Error('Measure reads: the tenant has too few runs');
  const after = `and (created_at < '${deep.at}' or (created_at = '${deep.at}' and id < '${deep.id}'))`;
  return [
    await measure(database, tenant, 'Execuções, first page', PAGE(tenant, ''), 200),
    await measure(database, tenant, 'Execuções, page 51', PAGE(tenant, after), 200),
    await measure(database, tenant, 'Execuções, only errors', PAGE(tenant, "and status = 'error'"), 200),
    await measure(
      database,
      tenant,
      'active jobs of the tenant',
      `select * from public.integration_jobs where tenant_id in ('${tenant.id}') and status in ('pending', 'running')`,
      200,
    ),
    await measure(
      database,
      tenant,
      'Visão Geral (integration_overview)',
      `select public.integration_overview('${tenant.id}', 'acessorias')`,
      10,
    ),
  ];
}
