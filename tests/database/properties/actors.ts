import type postgres from 'postgres';
import { become, type TestDatabase } from '../../support/database/database.ts';
import { cnpj } from '../../support/database/documents.ts';
import { call, claim, createMember, createTenant, createUser, type Tenant } from '../../support/database/fixtures.ts';
import type { Action } from './actions.ts';

/** What every claim handed out: workers keep theirs for ever, so that they turn into zombies. */
export interface Held {
  job_id: string;
  lease_token: string;
}

export interface Slot {
  tenant: Tenant;
  provider: string;
}

export interface World {
  slots: Slot[];
  admin: string;
  auditor: string;
  stranger: string;
}

const PROVIDERS = ['acessorias', 'onecode'];

/** Two tenants with two providers; one admin of both, one auditor of both, one admin of a third tenant. */
export async function createWorld({ sql }: TestDatabase): Promise<World> {
  await sql`update private.queue_settings set runs_per_user_and_minute = 1000000`;
  // The model knows companies only: here the second provider fills them too.
  await sql`
    create or replace function private.upsert_other_companies(p_tenant_id uuid, p_rows jsonb) returns jsonb language sql
    as 'select private.upsert_companies(p_tenant_id, p_rows)'`;
  await sql`update public.integration_providers set upsert_function = 'upsert_other_companies' where slug = 'onecode'`;
  const tenants = [await createTenant(sql, PROVIDERS), await createTenant(sql, PROVIDERS)];
  const [admin, auditor] = [await createUser(sql), await createUser(sql)];
  for (const { id } of tenants) {
    await sql`
      insert into public.tenant_members (tenant_id, user_id, role)
      values (${id}, ${admin}, 'admin'), (${id}, ${auditor}, 'auditor')`;
  }
  return {
    slots: tenants.flatMap((tenant) => PROVIDERS.map((provider) => ({ tenant, provider }))),
    admin,
    auditor,
    stranger: await createMember(sql, await createTenant(sql, []), 'admin'),
  };
}

/** An empty queue again, without new tenants. */
export async function emptyQueue({ sql }: TestDatabase): Promise<void> {
  await sql`truncate public.integration_jobs, public.integration_logs, public.companies, public.integration_events cascade`;
  await sql`update public.tenant_integrations set is_enabled = true, last_run = null, last_status = null, last_error = null`;
}

export const pageOf = ({ documents, name }: { documents: number[]; name: number }) =>
  documents.map((document) => ({ document: cnpj(document), legal_name: `Empresa ${name}` }));

/** Moves the clock for everything at once: every time that the queue looks at is so much longer ago. */
export async function passTime(sql: postgres.TransactionSql, seconds: number): Promise<void> {
  const past = (columns: string[]) =>
    columns.map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`).join(', ');
  // The guards would refuse another created_at, and rightly.
  await sql`alter table public.integration_jobs disable trigger user`;
  await sql.unsafe(
    `update public.integration_jobs set ${past(['created_at', 'started_at', 'finished_at', 'run_after', 'updated_at'])}`,
  );
  await sql`alter table public.integration_jobs enable trigger user`;
  await sql`select private.set_due_floor(floor - make_interval(secs => ${seconds})) from private.due_floor`;
  await sql.unsafe(
    `update private.job_leases set ${past(['claimed_at', 'expires_at', 'advanced_at', 'published_at', 'began_at', 'cursor_at'])}`,
  );
  await sql.unsafe(`update private.resume_points set ${past(['cursor_at', 'read_began_at'])}`);
  await sql.unsafe(
    `update public.tenant_integrations set ${past(['last_run', 'settings_changed_at', 'credentials_updated_at'])}`,
  );
}

/** Runs one action as the actor whose action it is, on whatever the queue is like; returns what the database answered. */
export async function act(
  sql: postgres.TransactionSql,
  world: World,
  action: Action,
  held: Held,
): Promise<Record<string, unknown> | null> {
  const lease = [held.job_id, held.lease_token] as const;
  const slot = 'slot' in action ? world.slots[action.slot] : undefined;
  if (slot) {
    const { tenant, provider } = slot;
    if (action.kind === 'switch') {
      await become(sql, { user: world.admin });
      await sql`
        update public.tenant_integrations set is_enabled = not is_enabled
        where tenant_id = ${tenant.id} and provider_slug = ${provider}`;
    } else if (action.kind === 'cancel') {
      await become(sql, { user: world[action.by] });
      const rows = await sql`
        update public.integration_jobs set status = 'canceled'
        where tenant_id = ${tenant.id} and provider_slug = ${provider} and status in ('pending', 'running')`;
      return { canceled: rows.count };
    } else {
      await become(sql, { user: world.admin });
      await sql`insert into public.integration_jobs (tenant_id, provider_slug) values (${tenant.id}, ${provider})`;
    }
    return null;
  }
  if (action.kind === 'pass') {
    await passTime(sql, action.seconds);
    return null;
  }
  await become(sql, 'service_role');
  switch (action.kind) {
    case 'claim':
      return (await claim(sql)) as Record<string, unknown> | null;
    case 'heartbeat':
      return await call(sql, 'heartbeat_integration_job', ...lease);
    case 'advance':
      return await call(
        sql,
        'store_integration_page',
        ...lease,
        pageOf(action).map((company) => ({ ...company, is_active: true })),
        { page: action.documents.length },
        action.total,
        'Página',
        Array.from({ length: action.problems }, () => ({ item: 'Basic Engenharia', reason: 'documento inválido' })),
      );
    case 'finish':
      return await call(sql, 'finish_integration_job', ...lease);
    case 'fail':
      return await call(sql, 'fail_integration_job', ...lease, action.how, 'provider_error', 'Falhou', action.after);
    case 'yield':
      return await call(sql, 'yield_integration_job', ...lease);
    case 'tick':
      return await call(sql, 'integration_queue_tick');
    default:
      throw new Error(`Cannot act: no actor does "${action.kind}"`);
  }
}
