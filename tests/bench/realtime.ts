import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createTenant, enqueue, required } from '../support/database/fixtures.ts';
import { startTestStack } from '../support/stack/stack.ts';
import { connectStack, type StackClient } from '../support/stack/stack-client.ts';
import { summary } from './statistics.ts';

/**
 * `npm run bench:realtime`: what 200 open tabs are told while 64 runs advance as fast as they can: progress messages of the whole
 * installation a second beside its budget (`progress_messages_per_second`), what that makes for the sockets, and how long a change and an
 * end take to reach them. `--sockets N`, `--budget N`, `--seconds N`.
 */

const given = (name: string, usual: number) => Number(process.argv[process.argv.indexOf(name) + 1]) || usual;
const SOCKETS = given('--sockets', 200);
const BUDGET = given('--budget', 50);
const SECONDS = given('--seconds', 15);
const RUNS = 64;
/** From one page of a run to the next, in ms: far more often than progress may be told. */
const PAGE_MS = 100;

interface Row {
  id: string;
  status: string;
  processed_count: number;
}
interface Held {
  job_id: string;
  lease_token: string;
}

/** What the sockets were told, and when. */
class Ear {
  messages = 0;
  /** `job/status/count` -> first and last arrival, by performance.now(). */
  readonly #arrivals = new Map<string, { first: number; last: number; times: number }>();

  hear({ id, status, processed_count }: Row): void {
    this.messages += 1;
    const key = `${id}/${status}/${processed_count}`;
    const now = performance.now();
    const known = this.#arrivals.get(key);
    this.#arrivals.set(key, { first: known?.first ?? now, last: now, times: (known?.times ?? 0) + 1 });
  }

  /** How many different states of running jobs came between two moments. */
  progressBetween(from: number, to: number): number {
    return [...this.#arrivals].filter(([key, { first }]) => key.includes('/running/') && first >= from && first < to)
      .length;
  }

  lastArrival(jobId: string, status: string): number | undefined {
    const all = [...this.#arrivals]
      .filter(([key]) => key.startsWith(`${jobId}/${status}/`))
      .map(([, { last }]) => last);
    return all.length > 0 ? Math.max(...all) : undefined;
  }
}

async function openSocket(stack: StackClient, token: string, tenantId: string, ear: Ear): Promise<SupabaseClient> {
  const client = createClient(stack.apiUrl, stack.publishableKey, { accessToken: () => Promise.resolve(token) });
  await client.realtime.setAuth();
  const joined = Promise.withResolvers<void>();
  client
    .channel('jobs', { config: {} })
    .on<Row>(
      'postgres_changes',
      { event: 'UPDATE', schema: 'public', table: 'integration_jobs', filter: `tenant_id=eq.${tenantId}` },
      ({ new: row }) => ear.hear(row as Row),
    )
    .on('system', {}, ({ status }) => {
      if (status === 'ok') joined.resolve();
    })
    .subscribe();
  await joined.promise;
  return client;
}

/** Advances one run, page after page, until the end. */
async function work({ sql }: StackClient, { job_id, lease_token }: Held, until: number): Promise<number> {
  let pages = 0;
  while (performance.now() < until) {
    await sql`select private.advance_job(${job_id}, ${lease_token}, ${sql.json({ page: pages })}, '{"processed": 20}', 1000000, 'Lendo')`;
    pages += 1;
    await delay(PAGE_MS);
  }
  return pages;
}

const running = await startTestStack(
  { INTEGRACOES_TICK_MS: '60000' },
  { withApp: false, functions: false, seed: false },
);
const stack = connectStack(running.address);
const { sql } = stack;
const clients: SupabaseClient[] = [];
try {
  await sql`update private.queue_settings set progress_messages_per_second = ${BUDGET}, max_provider_share = 1`;
  const tenants = await Promise.all(Array.from({ length: RUNS }, () => createTenant(sql)));
  for (const tenant of tenants) await enqueue(sql, tenant);
  const [row] = await sql<{ held: Held[] }[]>`select public.claim_integration_jobs('bench', ${RUNS}) as held`;
  const { held } = required(row);

  const ear = new Ear();
  const admins = [];
  for (const tenant of tenants) admins.push({ tenant, ...(await stack.createUser(tenant, 'admin')) });
  for (let number = 0; number < SOCKETS; number += 1) {
    const { token, tenant } = required(admins[number % admins.length]);
    clients.push(await openSocket(stack, token, tenant.id, ear));
  }
  console.log(
    `${SOCKETS} sockets, ${held.length} runs side by side, a page of each every ${PAGE_MS} ms, budget ${BUDGET} a second`,
  );

  const from = performance.now();
  const pages = await Promise.all(held.map((job) => work(stack, job, from + SECONDS * 1_000)));
  const to = performance.now();
  const told = ear.progressBetween(from, to) / ((to - from) / 1_000);
  const stored = pages.reduce((sum, count) => sum + count, 0) / ((to - from) / 1_000);
  console.log(`  pages stored                ${stored.toFixed(0)} a second`);
  console.log(`  progress of all runs        ${told.toFixed(1)} a second   aim: at most ${BUDGET}`);
  console.log(`  messages to all sockets     ${(ear.messages / ((to - from) / 1_000)).toFixed(0)} a second`);

  const endedAt = performance.now();
  const leases = held.map(({ job_id, lease_token }) => ({ job_id, lease_token }));
  await sql`select public.finish_integration_jobs(${sql.json(leases)})`;
  const committedAt = performance.now();
  const arrived = () => held.map(({ job_id }) => ear.lastArrival(job_id, 'success'));
  while (arrived().some((at) => at === undefined) && performance.now() < committedAt + 30_000) await delay(50);
  await delay(500);
  const late = arrived().map((at) => (at ?? Number.POSITIVE_INFINITY) - endedAt);
  console.log(
    `  ${held.length} ends at once, to the last socket of each   ${summary(late)} (${Math.round(committedAt - endedAt)} ms of it the transaction)   aim: at once`,
  );
} finally {
  await Promise.all(clients.map((client) => client.removeAllChannels()));
  await stack.close();
  await running.close();
}
