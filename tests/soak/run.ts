import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { connectToSandbox } from '../support/stack/sandbox.ts';
import { startTestStack } from '../support/stack/stack.ts';
import { connectStack, type TestAdmin } from '../support/stack/stack-client.ts';
import { until } from '../support/until.ts';
import { database, growth, memory, type Sample } from './samples.ts';

/**
 * `npm run test:soak -- --minutes 60`: the whole product under a mixed load, and what of it grows. Schedules, clicks, cancellations and
 * providers that fail at times; each minute moves the past of all ended rows back by two hours, and retention is a day: an hour stands
 * for five days.
 */

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, tenants: { type: 'string', default: '12' } },
});
const MINUTES = Number(values.minutes);
const TENANTS = Number(values.tenants);
const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'] as const;
const SAMPLE_MS = 10_000;
const STEP_MS = 500;
const HOURS_A_MINUTE = 2;

const running = await startTestStack({}, { withApp: false, seed: false });
const stack = connectStack(running.address);
const sql = postgres(running.address.databaseUrl, { max: 2, onnotice: () => {} });
const counts = { clicks: 0, conflicts: 0, cancels: 0, due: 0, faults: 0 };
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

async function prepare(): Promise<{ admin: TestAdmin; tokens: string[] }[]> {
  await sql`
    update private.queue_settings
    set keep_jobs_days = 1, keep_logs_days = 1, keep_events_days = 1, keep_changes_days = 1, keep_run_log_days = 1,
      backoff_base_seconds = 1, backoff_cap_seconds = 5, runs_per_user_and_minute = 1000000, events_per_tenant_and_hour = 1000000`;
  await sql`update public.integration_providers set calls_per_minute = null where calls_per_minute is not null`;
  const tenants = [];
  for (let each = 0; each < TENANTS; each += 1) {
    const admin = await stack.createAdmin();
    for (const provider of PROVIDERS.slice(1)) {
      await sql`
        insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled) values (${admin.tenant.id}, ${provider}, true)
        on conflict do nothing`;
    }
    const tokens = [];
    for (const provider of PROVIDERS)
      tokens.push(await connectToSandbox(sql, stack.sandboxUrl, admin.tenant, provider));
    await sql`update public.tenant_integrations set schedule_kind = 'hourly' where tenant_id = ${admin.tenant.id}`;
    tenants.push({ admin, tokens });
  }
  return tenants;
}

const healthy = { companies: 60, latencyMs: 20, rateLimitPerMinute: 1_000_000 };

/** One thing that happens on a day. */
async function act(tenants: Awaited<ReturnType<typeof prepare>>): Promise<void> {
  const { admin, tokens } = pick(tenants);
  const what = Math.random();
  if (what < 0.5) {
    const { error } = await admin.client.functions.invoke('run-integration', {
      body: { tenant_id: admin.tenant.id, provider_slug: pick(PROVIDERS) },
    });
    counts[error ? 'conflicts' : 'clicks'] += 1;
  } else if (what < 0.6) {
    const { data } = await admin.client
      .from('integration_jobs')
      .update({ status: 'canceled' })
      .eq('tenant_id', admin.tenant.id)
      .in('status', ['pending', 'running'])
      .select('id');
    counts.cancels += data?.length ?? 0;
  } else if (what < 0.9) {
    const due = await sql`
      update public.tenant_integrations set next_run_at = now()
      where tenant_id = ${admin.tenant.id} and next_run_at > now() + interval '1 minute'`;
    counts.due += due.count;
  } else {
    const isBroken = Math.random() < 0.5;
    counts.faults += isBroken ? 1 : 0;
    await stack.sandbox.configure(pick(tokens), {
      ...healthy,
      companies: 40 + Math.floor(Math.random() * 40),
      faults: isBroken ? [{ kind: 'status', status: 503, times: 3 }] : [],
    });
  }
}

/** Lets time pass for all that has ended. */
async function age(minutes: number): Promise<void> {
  const hours = minutes * HOURS_A_MINUTE;
  await sql.begin(async (transaction) => {
    // The guards rightly refuse a history that is rewritten; this is no history, but a clock.
    await transaction`set local session_replication_role = replica`;
    for (const [table, columns, condition] of [
      ['integration_jobs', ['created_at', 'started_at', 'finished_at'], 'finished_at is not null'],
      ['integration_logs', ['created_at'], 'true'],
      ['integration_events', ['created_at'], 'true'],
      ['integration_changes', ['created_at'], 'true'],
      ['integration_run_log', ['created_at'], 'true'],
    ] as const) {
      const moved = columns
        .map((column) => `${column} = ${column} - make_interval(secs => ${hours * 3600})`)
        .join(', ');
      await transaction.unsafe(`update public.${table} set ${moved} where ${condition}`);
    }
  });
}

try {
  const superuser = postgres(running.stack.adminUrl, { max: 1, onnotice: () => {} });
  await superuser`grant set on parameter session_replication_role to postgres`;
  await superuser.end();
  const tenants = await prepare();
  for (const { tokens } of tenants) for (const token of tokens) await stack.sandbox.configure(token, healthy);
  const samples: Sample[] = [];
  const end = performance.now() + MINUTES * 60_000;
  let sampledAt = 0;
  let agedAt = performance.now();
  while (performance.now() < end) {
    const now = performance.now();
    await act(tenants);
    if (now - sampledAt >= SAMPLE_MS) {
      samples.push(new Map([...(await memory()), ...(await database(sql))]));
      sampledAt = now;
    }
    if (now - agedAt >= 60_000) {
      await age((now - agedAt) / 60_000);
      agedAt = now;
    }
    await wait(Math.max(0, STEP_MS - (performance.now() - now)));
  }
  for (const { tokens } of tenants) for (const token of tokens) await stack.sandbox.configure(token, healthy);
  await until(
    'the end of every job',
    async () => {
      await sql`update public.integration_jobs set run_after = now() where status = 'pending' and run_after > now() + interval '5 seconds'`;
      const active = await sql`select 1 from public.integration_jobs where finished_at is null limit 1`;
      return active.length === 0 ? true : null;
    },
    120_000,
  );
  const ended = await sql<{ status: string; jobs: number }[]>`
    select status, count(*)::int as jobs from public.integration_logs group by status order by status`;
  console.log(
    `${MINUTES} minutes, ${TENANTS} tenants: ${JSON.stringify(counts)}; kept attempts ${JSON.stringify(Object.fromEntries(ended.map((row) => [row.status, row.jobs])))}`,
  );
  const results = growth(samples);
  for (const { name, early, late, grows } of results) {
    if (late < 0.05 && early < 0.05) continue;
    console.log(
      `${name.padEnd(56)} ${early.toFixed(1).padStart(9)} ${late.toFixed(1).padStart(9)}${grows ? '  GROWS' : ''}`,
    );
  }
  if (results.some(({ grows }) => grows)) process.exitCode = 1;
} finally {
  await sql.end();
  await stack.close();
  await running.close();
}
