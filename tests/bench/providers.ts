import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { minimumRunMs } from '../../supabase/local/sandbox/measure.ts';
import type { SandboxSettings } from '../../supabase/local/sandbox/types.ts';
import { type JobRow, required } from '../support/database/fixtures.ts';
import { startTestStack, type TestStack } from '../support/stack/stack.ts';
import { connectStack, type StackClient, type TestAdmin } from '../support/stack/stack-client.ts';

/**
 * `npm run bench:providers`: each provider's run beside the least time that its requests take alone, what a second, unchanged run
 * writes, and what 20,000 companies cost in time, memory and statements. One line per figure with its aim.
 */

const LATENCY_MS = 200;
/** Provider -> its function, the least pause from call to call (ms), how many calls are made at once, and the table that it fills. */
const PROVIDERS = {
  acessorias: { functionName: 'sync-acessorias', pauseMs: 0, atOnce: 2, table: 'companies' },
  bomcontrole: { functionName: 'sync-bomcontrole', pauseMs: 300, atOnce: 1, table: 'receivables' },
  onecode: { functionName: 'sync-onecode-contacts', pauseMs: 0, atOnce: 2, table: 'contacts' },
} as const;
type Provider = keyof typeof PROVIDERS;

function report(what: string, figure: string, aim: string): void {
  console.log(`${what.padEnd(44)} ${figure.padEnd(78)} aim: ${aim}`);
}

const tokenOf = (admin: TestAdmin, provider: Provider) => `${admin.sandboxToken}-${provider}`;

async function addProviders(stack: StackClient, admin: TestAdmin): Promise<void> {
  for (const provider of Object.keys(PROVIDERS) as Provider[]) {
    await stack.sql`
      insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url)
      values (${admin.tenant.id}, ${provider}, true, ${`${stack.sandboxUrl}/${provider}`})
      on conflict (tenant_id, provider_slug) do nothing`;
    await stack.sql`select private.write_credential(${admin.tenant.id}, ${provider}, ${tokenOf(admin, provider)})`;
  }
}

interface Run {
  job: JobRow;
  requests: number;
  ms: number;
}

async function run(stack: StackClient, admin: TestAdmin, provider: Provider, settings: SandboxSettings): Promise<Run> {
  const token = tokenOf(admin, provider);
  await stack.sandbox.configure(token, { rateLimitPerMinute: 1_000_000, ...settings });
  const before = (await stack.sandbox.read(token)).stats.requests;
  const id = await stack.submit(admin, provider);
  const job = await stack.waitForJob(id, (row) => row.finished_at !== null, 300_000);
  if (job.status !== 'success') throw new Error(`Cannot measure ${provider}: ${job.error_code} ${job.error_message}`);
  const requests = (await stack.sandbox.read(token)).stats.requests - before;
  return { job, requests, ms: required(job.finished_at).getTime() - required(job.started_at).getTime() };
}

const versions = (stack: StackClient, admin: TestAdmin, table: string) =>
  stack.sql.unsafe<{ id: string; xmin: string }[]>(
    `select id::text, xmin::text from public.${table} where tenant_id = '${admin.tenant.id}' order by id`,
  );

async function measureRuns(stack: StackClient, admin: TestAdmin): Promise<void> {
  for (const provider of Object.keys(PROVIDERS) as Provider[]) {
    const { pauseMs, table } = PROVIDERS[provider];
    const first = await run(stack, admin, provider, { latencyMs: LATENCY_MS });
    // As many at once as the connector makes. A call takes its latency, and the next may not begin before the provider's pause is over.
    const alone = await minimumRunMs(
      Math.ceil(first.requests / PROVIDERS[provider].atOnce),
      Math.max(LATENCY_MS, pauseMs),
    );
    const over = `${((first.ms / alone - 1) * 100).toFixed(1)} %`;
    report(
      `${provider}: first run of ${first.job.processed_count} records`,
      `${first.ms} ms; ${first.requests} requests alone: ${Math.round(alone)} ms; +${over}`,
      'within 10 %',
    );
    const before = await versions(stack, admin, table);
    const second = await run(stack, admin, provider, { latencyMs: 0 });
    const after = await versions(stack, admin, table);
    const written = after.filter((row, index) => row.xmin !== before[index]?.xmin).length;
    report(
      `${provider}: second, unchanged run`,
      `${written} of ${after.length} rows written; ${second.job.processed_count} records read in ${second.requests} requests`,
      '0 rows',
    );
  }
}

/** Peak of resident memory of the function's processes, in MB. */
async function peakMemory(running: TestStack, functionName: string): Promise<number> {
  const peaks = await Promise.all(
    (running.stack.functions?.pids(functionName) ?? []).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }),
  );
  return Math.max(...peaks);
}

async function measureVolume(running: TestStack, stack: StackClient): Promise<void> {
  const admin = await stack.createAdmin();
  await addProviders(stack, admin);
  const idle = await peakMemory(running, 'sync-acessorias');
  const calls = async () => {
    const [row] = await stack.sql<{ calls: number }[]>`
      select coalesce(sum(calls), 0)::int as calls from pg_stat_user_functions where funcname = 'upsert_companies'`;
    return required(row).calls;
  };
  const before = await calls();
  const { job, requests, ms } = await run(stack, admin, 'acessorias', { latencyMs: 0, companies: 20_000 });
  const statements = (await calls()) - before;
  report(
    `acessorias: ${job.processed_count} companies`,
    `${(ms / 1000).toFixed(1)} s; ${requests} requests, ${statements} page statements (${(statements / requests).toFixed(2)} a page)`,
    '1 statement a page',
  );
  const versionsBefore = await versions(stack, admin, 'companies');
  const again = await run(stack, admin, 'acessorias', { latencyMs: 0, companies: 20_000 });
  const written = (await versions(stack, admin, 'companies')).filter(
    (row, index) => row.xmin !== versionsBefore[index]?.xmin,
  ).length;
  report(
    'acessorias: the same once more, unchanged',
    `${(again.ms / 1000).toFixed(1)} s; ${written} rows written`,
    '0 rows',
  );
  const peak = await peakMemory(running, 'sync-acessorias');
  report(
    'sync-acessorias: peak memory',
    `${Math.round(peak)} MB resident, ${Math.round(peak - idle)} MB of it by the run`,
    'under 128 MB',
  );
}

const running = await startTestStack({}, { withApp: false });
const stack = connectStack(running.address);
try {
  const superuser = postgres(running.stack.adminUrl, { max: 1, onnotice: () => {} });
  // Counts the calls of each SQL function, in connections made from now on.
  await superuser`alter system set track_functions = 'all'`;
  await superuser`select pg_reload_conf()`;
  await superuser.end();
  // Measured is what we need, not what manners make of it.
  await stack.sql`update public.integration_providers set calls_per_minute = null where calls_per_minute is not null`;
  const admin = await stack.createAdmin();
  await addProviders(stack, admin);
  await measureRuns(stack, admin);
  await measureVolume(running, stack);
} finally {
  await stack.close();
  await running.close();
}
