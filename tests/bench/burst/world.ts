import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { sandboxControl } from '../../../supabase/local/sandbox/control/control-client.ts';
import type { SandboxSettings } from '../../../supabase/local/sandbox/types.ts';
import { freePort } from '../../support/database/database-setup.ts';
import { projectDir, toolEnv } from '../../support/run.ts';
import { createPerson, signIn } from '../../support/stack/people.ts';
import { startTestStack, type TestStack } from '../../support/stack/stack.ts';
import { connectStack, type StackClient } from '../../support/stack/stack-client.ts';
import { until } from '../../support/until.ts';

export const PROVIDERS = ['acessorias', 'bomcontrole', 'onecode'] as const;
export type Provider = (typeof PROVIDERS)[number];
const LATENCY_MS = 200;

export interface BurstTenant {
  id: string;
  slug: string;
}

/** Who clicks during the burst: one admin of tenants that take no part in it. */
export interface Clicker {
  token: string;
  tenants: BurstTenant[];
}

export interface World {
  running: TestStack;
  stack: StackClient & { close(): Promise<void> };
  sandbox: ChildProcess;
  tenants: BurstTenant[];
  clicker: Clicker;
  /** What every provider of these tenants shows, with a token of its own for each integration. */
  configure(tenants: readonly BurstTenant[], settings: SandboxSettings, provider?: Provider): Promise<void>;
  close(): Promise<void>;
}

const tokenOf = (tenant: BurstTenant, provider: Provider) => `sandbox-${tenant.slug}-${provider}`;

/** The sandbox in a process of its own, so that its share of the processors can be told from ours. */
async function startSandboxProcess(): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = spawn('node', [join('supabase', 'local', 'sandbox', 'cli.ts'), '--port', String(port), '--quiet'], {
    cwd: projectDir,
    env: toolEnv(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await until('the sandbox', () =>
    fetch(`${url}/_control/health`).then(
      (response) => (response.ok ? true : null),
      () => null,
    ),
  );
  return { child, url };
}

async function createTenants(
  stack: StackClient,
  sandboxUrl: string,
  count: number,
  name: string,
): Promise<BurstTenant[]> {
  const { sql } = stack;
  const tenants = await sql<BurstTenant[]>`
    insert into public.tenants (name, slug)
    select ${name} || ' ' || number, ${name} || '-' || number from generate_series(1, ${count}::int) as number
    returning id, slug`;
  const integrations = tenants.flatMap((tenant) =>
    PROVIDERS.map((provider) => ({
      tenant_id: tenant.id,
      provider_slug: provider,
      is_enabled: true,
      base_url: `${sandboxUrl}/${provider}`,
      token: tokenOf(tenant, provider),
    })),
  );
  await sql`
    insert into public.tenant_integrations
    ${sql(integrations, 'tenant_id', 'provider_slug', 'is_enabled', 'base_url')}`;
  await sql`
    select private.write_credential(tenant_id, provider_slug, token)
    from unnest(
      ${integrations.map((row) => row.tenant_id)}::uuid[], ${integrations.map((row) => row.provider_slug)}::text[],
      ${integrations.map((row) => row.token)}::text[]
    ) as credential (tenant_id, provider_slug, token)`;
  return tenants;
}

async function createClicker(stack: StackClient, tenants: BurstTenant[]): Promise<Clicker> {
  const person = await createPerson(stack.sql);
  await stack.sql`
    insert into public.tenant_members (tenant_id, user_id, role)
    select id, ${person.userId}, 'admin' from unnest(${tenants.map(({ id }) => id)}::uuid[]) as id`;
  const { session } = await signIn(stack, person.email);
  return { token: session.access_token, tenants };
}

/** A stack with the settings of production and `count` tenants with all providers on the sandbox. */
export async function createWorld(count: number): Promise<World> {
  const { child, url } = await startSandboxProcess();
  // The tick and the pauses are those of `npm start`; pg_cron ticks every 10 s.
  const running = await startTestStack(
    { INTEGRACOES_TICK_MS: '5000' },
    { withApp: false, sandbox: false, seed: false },
  );
  const stack = connectStack(running.address);
  await stack.sql`update private.queue_settings set runs_per_user_and_minute = 1000000, events_per_tenant_and_hour = 1000000`;
  const tenants = await createTenants(stack, url, count, 'burst');
  const clicker = await createClicker(stack, await createTenants(stack, url, Math.max(20, count / 10), 'click'));
  const control = sandboxControl(url);
  return {
    running,
    stack,
    sandbox: child,
    tenants,
    clicker,
    async configure(some, settings, provider) {
      const chosen = provider === undefined ? PROVIDERS : [provider];
      const tokens = some.flatMap((tenant) => chosen.map((slug) => tokenOf(tenant, slug)));
      for (const token of tokens) {
        await control.configure(token, { latencyMs: LATENCY_MS, rateLimitPerMinute: 1_000_000, ...settings });
      }
    },
    async close() {
      await stack.close();
      await running.close();
      child.kill();
    },
  };
}
