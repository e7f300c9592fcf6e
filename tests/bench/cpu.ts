import { readFile } from 'node:fs/promises';
import { required } from '../support/database/fixtures.ts';
import { addProvider } from '../support/stack/provider-setup.ts';
import { startTestStack, type TestStack } from '../support/stack/stack.ts';
import { connectStack, type StackClient, type TestAdmin } from '../support/stack/stack-client.ts';

/**
 * `npm run bench:cpu`: processor time of each sync function, from the process itself (Linux: /proc), by record and by page. The platform
 * ends a request at about 2 s of it. Runs of several tenants side by side, as the worker does them: a process that mostly sleeps pays for
 * every waking. The first round warms the process and does not count. `--companies N` (600) sets the size of a run.
 */

const PROVIDERS = {
  acessorias: { functionName: 'sync-acessorias', pageSize: 20 },
  bomcontrole: { functionName: 'sync-bomcontrole', pageSize: 100 },
  onecode: { functionName: 'sync-onecode-contacts', pageSize: 500 },
} as const;
const TENANTS = 8;
const ROUNDS = 2;
/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;

const companies = Number(process.argv[process.argv.indexOf('--companies') + 1]) || 600;

/** User and system time of the function's processes so far, in ms. */
async function cpuMs(running: TestStack, functionName: string): Promise<number> {
  const times = await Promise.all(
    (running.stack.functions?.pids(functionName) ?? []).map(async (pid) => {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    }),
  );
  return sum(times);
}

interface Work {
  records: number;
  requests: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One run of the provider for each tenant, side by side; everything is read again. Returns what was read and asked for. */
async function round(stack: StackClient, admins: readonly TestAdmin[], provider: string): Promise<Work> {
  const requests = async () =>
    sum(
      await Promise.all(
        admins.map(async ({ sandboxToken }) => (await stack.sandbox.read(sandboxToken)).stats.requests),
      ),
    );
  const before = await requests();
  // A later run of Bom Controle would ask for changes only.
  await stack.sql`delete from public.integration_jobs where provider_slug = ${provider}`;
  const counts = await Promise.all(
    admins.map(async (admin) => {
      const job = await stack.waitForJob(
        await stack.submit(admin, provider),
        (row) => row.finished_at !== null,
        300_000,
      );
      if (job.status !== 'success')
        throw new Error(`Cannot measure ${provider}: ${job.error_code} ${job.error_message}`);
      return required(job.processed_count);
    }),
  );
  return { records: sum(counts), requests: (await requests()) - before };
}

const running = await startTestStack({}, { withApp: false });
const stack = connectStack(running.address);
try {
  // Waiting for a turn with the provider costs no processor time.
  await stack.sql`update public.integration_providers set calls_per_minute = null where calls_per_minute is not null`;
  const admins = await Promise.all(
    Array.from({ length: TENANTS }, async () => {
      const admin = await stack.createAdmin();
      await addProvider(stack, admin, 'bomcontrole');
      await addProvider(stack, admin, 'onecode');
      await stack.sandbox.configure(admin.sandboxToken, { companies, latencyMs: 0, rateLimitPerMinute: 1_000_000 });
      return admin;
    }),
  );
  for (const [provider, { functionName, pageSize }] of Object.entries(PROVIDERS)) {
    await round(stack, admins, provider);
    const before = await cpuMs(running, functionName);
    const rounds: Work[] = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await round(stack, admins, provider));
    const records = sum(rounds.map((done) => done.records));
    const requests = sum(rounds.map((done) => done.requests));
    const ms = (await cpuMs(running, functionName)) - before;
    const perThousand = ((ms / records) * 1_000).toFixed(0);
    const perPage = ((ms / records) * pageSize).toFixed(1);
    const perRequest = (ms / requests).toFixed(1);
    console.log(
      `${provider.padEnd(12)} ${perThousand.padStart(5)} ms per 1,000 records, ${perPage} ms a page of ${pageSize}, ${perRequest} ms a request (${records} records, ${requests} requests)`,
    );
  }
} finally {
  await stack.close();
  await running.close();
}
