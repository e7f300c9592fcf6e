import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';

/** The tenant with the long history, its admin, and the provider. */
export interface BigTenant {
  id: string;
  admin: string;
}

const TENANTS = 400;

/** Tenants with every provider switched on; the first is the one with the long history. */
export async function createTenants(sql: postgres.Sql, count = TENANTS): Promise<BigTenant> {
  const admin = randomUUID();
  await sql`
    insert into public.tenants (name, slug)
    select 'Escritório ' || number, 'office-' || number from generate_series(1, ${count}::int) as number`;
  await sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled)
    select tenants.id, providers.slug, true from public.tenants cross join public.integration_providers as providers`;
  await sql`insert into auth.users (id, email) values (${admin}, 'bench@test.example')`;
  const [tenant] = await sql<{ id: string }[]>`select id from public.tenants where slug = 'office-1'`;
  if (!tenant) throw new Error('Create tenants: there is none');
  await sql`insert into public.tenant_members (tenant_id, user_id, role) values (${tenant.id}, ${admin}, 'admin')`;
  return { id: tenant.id, admin };
}

export interface History {
  count: number;
  days: number;
  /** Only of this tenant's Acessórias; without it of every integration alike. */
  tenantId?: string;
}

/** `count` finished runs over the last `days`. One in ten failed; some integrations only ever failed. */
const insertOf = ({ count, days, tenantId }: History) => `
  insert into public.integration_jobs (
    tenant_id, provider_slug, status, progress, attempts, started_at, finished_at, execution_time_ms,
    processed_count, total_count, result, error_code, error_message, created_at, run_after, updated_at
  )
  select
    slot.tenant_id, slot.provider_slug, case when is_error then 'error' else 'success' end,
    case when is_error then 40 else 100 end, 1, at, at + interval '6 seconds', 6000, 511, 511,
    case when not is_error then '{"processed": 511, "created": 0, "updated": 2, "unchanged": 509, "problems": 0}'::jsonb end,
    case when is_error then 'provider_unavailable' end,
    case when is_error then 'Acessórias respondeu com o erro 503 (página 11).' end,
    at - interval '2 seconds', at - interval '2 seconds', at + interval '6 seconds'
  from generate_series(1, ${count}) as number
  join (
    select tenant_id, provider_slug, row_number() over (order by tenant_id, provider_slug) - 1 as place, count(*) over () as places
    from public.tenant_integrations
    ${tenantId ? `where tenant_id = '${tenantId}' and provider_slug = 'acessorias'` : ''}
  ) as slot on slot.place = number % slot.places
  cross join lateral (
    select number % 10 = 0 as is_error, now() - interval '1 minute' - (number::float / ${count}) * interval '${days} days' as at
  ) as run`;

/** `count` runs that wait for their time, over the next day. One integration has one of them: as many tenants as rows, known by their ids only. */
const waitingInsertOf = (count: number) => `
  insert into public.integration_jobs (tenant_id, provider_slug, run_after)
  select gen_random_uuid(), providers.slug, now() + interval '1 hour' + (number::float / ${count}) * interval '1 day'
  from generate_series(1, ${count}) as number
  join (
    select slug, row_number() over (order by slug) - 1 as place, count(*) over () as places from public.integration_providers
  ) as providers on providers.place = number % providers.places`;

/**
 * Fills the table of jobs. The superuser writes it without triggers and foreign keys; indexes are built at the end, since a million
 * rows in random order would take them minutes, and rows of one shape are not searched for secrets each.
 */
async function fillJobs(admin: postgres.Sql, inserts: string[]): Promise<void> {
  await admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`set local maintenance_work_mem = '256MB'`;
    const indexes = await sql<{ name: string; definition: string }[]>`
      select indexname as name, indexdef as definition from pg_indexes
      where schemaname = 'public' and tablename = 'integration_jobs'
        and indexname not in (select conname from pg_constraint where conrelid = 'public.integration_jobs'::regclass)`;
    for (const { name } of indexes) await sql.unsafe(`drop index public.${name}`);
    for (const column of ['payload', 'result']) {
      await sql.unsafe(`alter table public.integration_jobs drop constraint ${column}_is_small_and_has_no_secret`);
    }
    for (const insert of inserts) await sql.unsafe(insert);
    await sql.unsafe(`
      alter table public.integration_jobs
        add constraint payload_is_small_and_has_no_secret check (private.is_safe_object(payload, 8192)) not valid,
        add constraint result_is_small_and_has_no_secret check (result is null or private.is_safe_object(result, 262144)) not valid`);
    for (const { definition } of indexes) await sql.unsafe(definition);
  });
  await admin`vacuum (analyze) public.integration_jobs`;
}

/** What earlier runs left behind. */
export const addHistory = (admin: postgres.Sql, histories: History[]): Promise<void> =>
  fillJobs(admin, histories.map(insertOf));

/** So many runs that are not due. */
export const addWaiting = (admin: postgres.Sql, count: number): Promise<void> =>
  fillJobs(admin, [waitingInsertOf(count)]);

/** One pending job for each of the first `count` integrations without an active one. */
export async function enqueueMany(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    insert into public.integration_jobs (tenant_id, provider_slug)
    select tenant_id, provider_slug from public.tenant_integrations order by id limit ${count}
    on conflict (tenant_id, provider_slug) where status in ('pending', 'running') do nothing`;
}
