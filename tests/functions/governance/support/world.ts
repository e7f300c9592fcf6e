import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { localConfig } from '../../../../supabase/local/config.ts';
import { required } from '../../../support/database/fixtures.ts';
import type { SignedInUser, StackClient, TestAdmin } from '../../../support/stack/stack-client.ts';
import { signHs256 } from '../../authentication/support/tokens.ts';

/** Tables with rows of tenants, each with the column that says whose. */
export const TENANT_TABLES: Record<string, string> = {
  tenants: 'id',
  tenant_members: 'tenant_id',
  tenant_integrations: 'tenant_id',
  integration_jobs: 'tenant_id',
  integration_logs: 'tenant_id',
  integration_events: 'tenant_id',
  companies: 'tenant_id',
  contacts: 'tenant_id',
  receivables: 'tenant_id',
};

/** Two tenants with rows in every table, and everybody who may want to read them. */
export interface World {
  own: TestAdmin;
  foreign: TestAdmin;
  auditor: SignedInUser;
  member: SignedInUser;
}

async function fill(stack: StackClient, { tenant, client }: TestAdmin): Promise<void> {
  const { sql } = stack;
  const { data, error } = await client
    .from('integration_jobs')
    .insert({ tenant_id: tenant.id, provider_slug: 'acessorias' })
    .select('id')
    .single();
  if (error) throw error;
  await client.from('integration_jobs').update({ status: 'canceled' }).eq('id', data.id);
  await sql`
    insert into public.companies (tenant_id, document, legal_name, content_hash)
    values (${tenant.id}, '00000000000191', 'Empresa', 'x')`;
  await sql`
    insert into public.contacts (tenant_id, external_id, name, content_hash) values (${tenant.id}, '1', 'Ana', 'x')`;
  await sql`
    insert into public.receivables (tenant_id, guid, due_on, amount, content_hash)
    values (${tenant.id}, gen_random_uuid(), '2026-11-23', 10, 'x')`;
}

export async function createWorld(stack: StackClient): Promise<World> {
  const [own, foreign] = await Promise.all([stack.createAdmin(), stack.createAdmin()]);
  const [auditor, member] = await Promise.all([
    stack.createUser(own.tenant, 'auditor'),
    stack.createUser(own.tenant, 'member'),
    fill(stack, own),
    fill(stack, foreign),
  ]);
  return { own, foreign, auditor, member };
}

/** An unmodified client that presents `token` wherever a signed-in user's would be. */
export function clientWith(stack: StackClient, token: string): SupabaseClient {
  return createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    accessToken: () => Promise.resolve(token),
  });
}

/** The user's own token with other claims, signed with the project's secret or (`secret`) with a stranger's. */
export function resign(token: string, changes: Record<string, unknown>, secret = localConfig({}).jwtSecret): string {
  const claims = JSON.parse(Buffer.from(required(token.split('.')[1]), 'base64url').toString());
  return signHs256({ ...claims, ...changes }, secret);
}

export const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
