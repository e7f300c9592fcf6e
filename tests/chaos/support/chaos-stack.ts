import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { FunctionsRuntime } from '../../../supabase/local/functions/types.ts';
import type { SandboxControl, SandboxSettings } from '../../../supabase/local/sandbox/types.ts';
import { required } from '../../support/database/fixtures.ts';
import { startTestStack, type TestStack } from '../../support/stack/stack.ts';
import { connectStack, type StackClient, type TestAdmin } from '../../support/stack/stack-client.ts';
import { until } from '../../support/until.ts';
import { type Expected, expectInvariants } from '../invariants.ts';
import { installWitness } from './witness.ts';

export const WORKER = 'process-integration-job';
export const SLICE = 'sync-acessorias';

/** A lease and a pause between ticks so short that recovery is seen in seconds; the rules are those of production. */
export const LEASE_SECONDS = 2;
export const TICK_MS = 200;
const SETTINGS = {
  lease_seconds: LEASE_SECONDS,
  stall_seconds: 120,
  backoff_base_seconds: 1,
  backoff_cap_seconds: 1,
  cooldown_seconds: 1,
  max_workers: 8,
  jobs_per_worker: 8,
  // One provider and many tenants: its share must not be what is tested.
  max_provider_share: 1,
  runs_per_user_and_minute: 1_000_000,
};
export type QueueSettings = Partial<typeof SETTINGS>;

/** How long a lease may be over before the tick has noticed, on a busy machine. */
const GRACE_SECONDS = 10;
const SETTLE_MS = 60_000;

export interface ChaosTenant {
  id: string;
  sandboxToken: string;
}

/** A running stack that tests shoot at, and what must hold afterwards. */
export interface ChaosStack {
  readonly sql: postgres.Sql;
  /** The database as its superuser, to end foreign connections. */
  readonly admin: postgres.Sql;
  readonly client: StackClient;
  readonly functions: FunctionsRuntime;
  readonly sandbox: SandboxControl;
  readonly stack: TestStack;
  /** Lines of the functions and of the stack, oldest first. */
  readonly lines: string[];
  /** New tenants with Acessórias on the sandbox, `companies` (40) companies each and no rate limit. */
  createTenants(count: number, settings?: SandboxSettings): Promise<ChaosTenant[]>;
  /** The same with a signed-in admin. */
  createAdmin(settings?: SandboxSettings): Promise<TestAdmin>;
  /** Replaces what a tenant sees at its provider. */
  configure(tenant: ChaosTenant, settings: SandboxSettings): Promise<void>;
  /** Inserts a job for each tenant that has no active one, as the schedule does: nobody pokes a worker. Returns the new ones. */
  enqueue(tenants: readonly ChaosTenant[], maxAttempts?: number): Promise<string[]>;
  /** The rules are checked after each test for these jobs too. */
  accept(jobId: string): void;
  tune(settings: QueueSettings): Promise<void>;
  /** Does something while no connection of the tests is open: their driver does not survive the end of Postgres either. */
  disconnected<T>(work: () => Promise<T>): Promise<T>;
  /** The rules, now. */
  check(): Promise<void>;
  /** Moves time until no job is active any more. */
  settle(): Promise<void>;
}

/** A stack for the calling test file. After each test all jobs must come to an end, and then all rules must hold. */
export function chaosStack(env: Record<string, string>, functionEnv: Record<string, string>): ChaosStack {
  const lines: string[] = [];
  const jobs = new Set<string>();
  const companies = new Map<string, number>();
  let running:
    | { test: TestStack; client: StackClient & { close(): Promise<void> }; sql: postgres.Sql; admin: postgres.Sql }
    | undefined;
  const connect = (test: TestStack) => ({
    sql: postgres(test.address.databaseUrl, { max: 10, onnotice: () => {} }),
    admin: postgres(test.stack.adminUrl, { max: 1, onnotice: () => {} }),
    client: connectStack(test.address),
  });
  const disconnect = async () => {
    await running?.client.close();
    await running?.sql.end();
    await running?.admin.end();
  };
  const open = () => {
    if (!running) throw new Error('Cannot use the stack: it has not started yet');
    return running;
  };
  const expected = (): Expected => ({ jobs: [...jobs], companies, graceSeconds: GRACE_SECONDS });

  beforeAll(async () => {
    const test = await startTestStack(
      { INTEGRACOES_TICK_MS: String(TICK_MS), ...env },
      { withApp: false, seed: false, functionEnv, log: (line) => lines.push(line) },
    );
    running = { test, ...connect(test) };
    await installWitness(running.sql);
  });
  afterAll(async () => {
    await disconnect();
    await running?.test.close();
  });

  const chaos: ChaosStack = {
    lines,
    get sql() {
      return open().sql;
    },
    get admin() {
      return open().admin;
    },
    get client() {
      return open().client;
    },
    get stack() {
      return open().test;
    },
    get functions() {
      return required(open().test.stack.functions);
    },
    get sandbox() {
      return required(open().test.stack.sandbox).control;
    },
    async createTenants(count, settings = {}) {
      const tenants = Array.from({ length: count }, () => {
        const id = randomUUID();
        return { id, slug: `chaos-${id}`, sandboxToken: `sandbox-${id}` };
      });
      const baseUrl = `${chaos.stack.address.sandboxUrl}/acessorias`;
      await chaos.sql.begin(async (sql) => {
        await sql`insert into public.tenants ${sql(tenants.map(({ id, slug }) => ({ id, slug, name: slug })))}`;
        const rows = tenants.map(({ id }) => ({
          tenant_id: id,
          provider_slug: 'acessorias',
          is_enabled: true,
          base_url: baseUrl,
        }));
        await sql`insert into public.tenant_integrations ${sql(rows)}`;
        await sql`
          select private.write_credential(id, 'acessorias', token)
          from unnest(${tenants.map(({ id }) => id)}::uuid[], ${tenants.map(({ sandboxToken }) => sandboxToken)}::text[]) as t (id, token)`;
      });
      for (const tenant of tenants) await chaos.configure(tenant, settings);
      return tenants;
    },
    async createAdmin(settings = {}) {
      const admin = await chaos.client.createAdmin();
      await chaos.configure({ id: admin.tenant.id, sandboxToken: admin.sandboxToken }, settings);
      return admin;
    },
    async configure(tenant, settings) {
      const known = { companies: 40, rateLimitPerMinute: 1_000_000, ...settings };
      // No run shall wait for its turn with the provider: none of these tests is about that.
      await chaos.sql`
        update public.integration_providers set calls_per_minute = null where calls_per_minute is not null`;
      companies.set(tenant.id, known.companies);
      await chaos.sandbox.configure(tenant.sandboxToken, known);
    },
    async enqueue(tenants, maxAttempts = 20) {
      const created = await chaos.sql<{ id: string }[]>`
        insert into public.integration_jobs (tenant_id, provider_slug, max_attempts)
        select id, 'acessorias', ${maxAttempts}::integer from unnest(${tenants.map(({ id }) => id)}::uuid[]) as id
        on conflict do nothing
        returning id`;
      for (const { id } of created) jobs.add(id);
      return created.map(({ id }) => id);
    },
    accept: (jobId) => void jobs.add(jobId),
    async tune(settings) {
      await chaos.sql`update private.queue_settings set ${chaos.sql({ ...SETTINGS, ...settings })}`;
    },
    async disconnected(work) {
      await disconnect();
      try {
        return await work();
      } finally {
        running = { ...open(), ...connect(open().test) };
      }
    },
    check: () => expectInvariants(chaos.sql, expected()),
    async settle() {
      await until(
        'the end of every job',
        async () => {
          await chaos.sql`
            update public.integration_jobs set run_after = now() where status = 'pending' and run_after > now() + interval '5 seconds'`;
          const active = await chaos.sql`select 1 from public.integration_jobs where finished_at is null limit 1`;
          return active.length === 0 ? true : null;
        },
        SETTLE_MS,
      );
    },
  };

  beforeAll(() => chaos.tune({}));
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.log(`The last lines of the stack:\n${lines.slice(-60).join('\n')}`));
  });
  afterEach(async () => {
    await chaos.check();
    await chaos.settle();
    await chaos.check();
    await chaos.tune({});
  });
  return chaos;
}
