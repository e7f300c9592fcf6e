import type postgres from 'postgres';
import { company } from '../support/database/synced-data.ts';
import { createTenants } from './rows.ts';
import { type BenchDatabase, startServer } from './server.ts';
import { percentile } from './statistics.ts';

/**
 * `npm run bench:log`: what the log of a run costs, about 20 seconds. Pages of 100 records, unchanged since the run before, are stored
 * in turn in a database as it is and in one whose log_page does nothing, so that whatever else the machine does weighs on both alike.
 */

const PAGES = 1_000;
const PAGE_SIZE = 100;

interface Run {
  sql: postgres.Sql;
  store: () => Promise<number>;
}

async function begin({ sql }: BenchDatabase): Promise<Run> {
  await createTenants(sql, 1);
  await sql`insert into public.integration_jobs (tenant_id, provider_slug) select id, 'acessorias' from public.tenants`;
  const [row] = await sql`select public.claim_integration_job('bench') as claim`;
  const { job_id, lease_token } = row?.claim ?? {};
  const rows = Array.from({ length: PAGE_SIZE }, (_, index) => company(index + 1));
  const calls = { calls: 2, ms: 412, status: 200 };
  const store = async () => {
    const startedAt = performance.now();
    await sql`
      select public.store_integration_page(
        p_job_id => ${job_id}, p_lease_token => ${lease_token}, p_rows => ${sql.json(rows)}, p_cursor => '{"page": 2}',
        p_total => 100000, p_step => 'Lendo empresas: página 3 de 40', p_calls => ${sql.json(calls)})`;
    return performance.now() - startedAt;
  };
  // The first page creates the records, the next ones warm caches and plans.
  for (let page = 0; page < 20; page += 1) await store();
  return { sql, store };
}

const server = await startServer(process.env.BENCH_DURABLE === '1');
try {
  const databases = [await server.create('with_log'), await server.create('without_log')] as const;
  await databases[1].sql.unsafe(`
    create or replace function private.log_page(
      p_job public.integration_jobs, p_records integer, p_changed integer, p_problems integer, p_step text, p_calls jsonb
    ) returns void language plpgsql security definer set search_path = '' as $$ begin end; $$`);
  const [logged, silent] = [await begin(databases[0]), await begin(databases[1])];
  const [size] = await logged.sql`select pg_total_relation_size('public.integration_run_log') as bytes`;
  const times: [number[], number[]] = [[], []];
  for (let page = 0; page < PAGES; page += 1) {
    times[0].push(await logged.store());
    times[1].push(await silent.store());
  }
  const [after] = await logged.sql`
    select pg_total_relation_size('public.integration_run_log') as bytes, count(*) as entries from public.integration_run_log`;
  const [withLog, without] = times.map((list) => percentile(list, 50)) as [number, number];
  console.log(
    `page of ${PAGE_SIZE} unchanged records, p50: ${withLog.toFixed(2)} ms with the log, ${without.toFixed(2)} ms without`,
  );
  console.log(
    `log per 1,000 pages: ${Math.round((withLog - without) * 1_000)} ms, ${((withLog / without - 1) * 100).toFixed(1)} % of storing them`,
  );
  console.log(
    `on disk: ${Math.round((Number(after?.bytes) - Number(size?.bytes)) / 1024)} KiB in ${after?.entries} entries`,
  );
} finally {
  await server.close();
}
