import { randomUUID } from 'node:crypto';
import type { ProviderSlug, SandboxSettings } from '../../../supabase/local/sandbox/types.ts';
import { createTenant, type Role, type Tenant } from '../../support/database/fixtures.ts';
import { createPerson, type Person, signIn } from '../../support/stack/people.ts';
import { connectToSandbox } from '../../support/stack/sandbox.ts';
import type { World } from './world.ts';

/** A tenant of a journey's own; users know it as "grupo". */
export interface Group extends Tenant {
  name: string;
  /** Credential per provider: everything in the sandbox is per token. */
  tokens: Partial<Record<ProviderSlug, string>>;
}

interface GroupOptions {
  name?: string;
  providers?: ProviderSlug[];
  /** How the sandbox answers this group. Short lists without latency unless a journey wants to see a bar. */
  sandbox?: SandboxSettings;
}

const QUICK: SandboxSettings = { latencyMs: 0, companies: 40 };

/** A new tenant whose integrations are switched on and lead to the sandbox. */
export async function createGroup(
  world: World,
  { name = 'Ipê Contabilidade', providers = ['acessorias'], sandbox = QUICK }: GroupOptions = {},
): Promise<Group> {
  const tenant = await createTenant(world.sql, providers);
  await world.sql`update public.tenants set name = ${name} where id = ${tenant.id}`;
  const tokens: Group['tokens'] = {};
  for (const provider of providers) {
    const token = await connectToSandbox(world.sql, world.sandboxUrl, tenant, provider);
    await world.sandbox.configure(token, sandbox);
    tokens[provider] = token;
  }
  return { ...tenant, name, tokens };
}

/** Changes how the sandbox answers the group's Acessórias. */
export async function steer(world: World, group: Group, settings: SandboxSettings): Promise<void> {
  await world.sandbox.configure(tokenOf(group), settings);
}

/** The group's credential of Acessórias. */
export function tokenOf(group: Group): string {
  const token = group.tokens.acessorias;
  if (token === undefined) throw new Error(`Cannot steer the sandbox: ${group.name} has no Acessórias`);
  return token;
}

/** Somebody with an account, and the session that their browser holds. */
export interface Visitor extends Person {
  stored: { name: string; value: string }[];
}

/** A signed-in user with a role in each of the groups. */
export function createVisitor(world: World, role: Role, ...groups: Group[]): Promise<Visitor> {
  return createNamedVisitor(world, `${role}-${randomUUID().slice(0, 8)}@ipe.test`, role, ...groups);
}

/** The same with an e-mail that nobody else has. */
export async function createNamedVisitor(
  world: World,
  email: string,
  role: Role,
  ...groups: Group[]
): Promise<Visitor> {
  const person = await createPerson(world.sql, email);
  for (const { id } of groups) {
    await world.sql`insert into public.tenant_members (tenant_id, user_id, role) values (${id}, ${person.userId}, ${role})`;
  }
  const { stored } = await signIn(world, person.email);
  return { ...person, stored };
}
