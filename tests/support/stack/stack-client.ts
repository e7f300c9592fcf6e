import type { SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import { sandboxControl } from '../../../supabase/local/sandbox/control/control-client.ts';
import type { SandboxControl } from '../../../supabase/local/sandbox/types.ts';
import { createTenant, type JobRow, makeDue, type Role, readJob, required, type Tenant } from '../database/fixtures.ts';
import { until } from '../until.ts';
import { createPerson, signIn } from './people.ts';
import { connectToSandbox } from './sandbox.ts';
import type { TestStackAddress } from './stack.ts';

export interface SignedInUser {
  userId: string;
  email: string;
  token: string;
  /** An unmodified supabase-js client, signed in as the user. */
  client: SupabaseClient;
}

export interface TestAdmin extends SignedInUser {
  tenant: Tenant;
  /** The tenant's Acessórias credential: everything in the sandbox is per token. */
  sandboxToken: string;
}

/** The running stack as tests use it: real HTTP, real functions, a tenant of its own for each test. */
export interface StackClient {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  /** Address of the provider sandbox; providers are below /acessorias and so on. */
  sandboxUrl: string;
  sandbox: SandboxControl;
  /** The database as its owner. */
  sql: postgres.Sql;
  /** A new tenant with Acessórias on the sandbox, and a signed-in admin of it. */
  createAdmin(): Promise<TestAdmin>;
  createUser(tenant: Tenant, role: Role): Promise<SignedInUser>;
  /** Runs the integration through `run-integration`; returns the job's id. */
  submit(admin: TestAdmin, provider: string): Promise<string>;
  /** The job once `condition` holds; rejects after `timeoutMs` (30,000). */
  waitForJob(id: string, condition: (job: JobRow) => boolean, timeoutMs?: number): Promise<JobRow>;
  /** submit, then waits for the end. */
  runToEnd(admin: TestAdmin, provider: string): Promise<JobRow>;
  /** Moves time: a job that waits is due now. */
  makeDue(id: string): Promise<void>;
}

/** The stack of this test run. */
export function testStack(): StackClient {
  const { close, ...client } = connectStack(inject('stack'));
  afterAll(close);
  return client;
}

/** A client of the stack at `address`; `close` ends its connections. */
export function connectStack(address: TestStackAddress): StackClient & { close(): Promise<void> } {
  const sql = postgres(address.databaseUrl, { max: 5, onnotice: () => {} });
  const clients: SupabaseClient[] = [];
  const close = async () => {
    await Promise.all(clients.map((client) => client.removeAllChannels()));
    await sql.end();
  };

  const stack: StackClient = {
    ...address,
    sql,
    sandbox: sandboxControl(address.sandboxUrl),
    async createAdmin() {
      const tenant = await createTenant(sql);
      const sandboxToken = await connectToSandbox(sql, address.sandboxUrl, tenant, 'acessorias');
      return { ...(await stack.createUser(tenant, 'admin')), tenant, sandboxToken };
    },
    async createUser(tenant, role) {
      const person = await createPerson(sql);
      await sql`
        insert into public.tenant_members (tenant_id, user_id, role) values (${tenant.id}, ${person.userId}, ${role})`;
      const { client, session } = await signIn(address, person.email);
      clients.push(client);
      return { ...person, token: session.access_token, client };
    },
    async submit(admin, provider) {
      const { data, error } = await admin.client.functions.invoke('run-integration', {
        body: { tenant_id: admin.tenant.id, provider_slug: provider },
      });
      if (error) throw error;
      return String(required(data).job_id);
    },
    waitForJob: (id, condition, timeoutMs) =>
      until(
        `job ${id}`,
        async () => {
          const job = await readJob(sql, id);
          return condition(job) ? job : null;
        },
        timeoutMs,
      ),
    async runToEnd(admin, provider) {
      return stack.waitForJob(await stack.submit(admin, provider), (job) => job.finished_at !== null);
    },
    async makeDue(id) {
      await makeDue(sql, id);
    },
  };
  return { ...stack, close };
}
