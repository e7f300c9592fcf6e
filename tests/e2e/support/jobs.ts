import type { JSONValue } from 'postgres';
import type { ProviderSlug } from '../../../supabase/local/sandbox/types.ts';
import type { Sql } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';
import type { Group } from './groups.ts';
import type { World } from './world.ts';

type Status = 'pending' | 'running' | 'success' | 'error' | 'canceled';

export interface JobSeed {
  status: Status;
  provider?: ProviderSlug;
  minutesAgo?: number;
  attempts?: number;
  tookMs?: number;
  processed?: number;
  total?: number | null;
  step?: string;
  error?: { code: string; message: string };
  /** Seconds until a pending job may be claimed; it is not claimed before. */
  waitSeconds?: number;
  /** It has not moved since. */
  stillMinutes?: number;
  result?: Record<string, JSONValue>;
  createdBy?: string;
}

const UNAVAILABLE = {
  code: 'provider_unavailable',
  message: 'Acessórias respondeu com o erro 503 (página 11). Tente novamente em alguns minutos.',
};
const A_DAY = 86_400;

/**
 * Writes an execution as the queue would have left it; returns its id. No worker holds a running one: it moves only when the
 * journey moves it (`changeJob`). A pending one waits for a day unless told otherwise.
 */
export async function addJob(world: World, group: Group, seed: JobSeed): Promise<string> {
  const { status, provider = 'acessorias', minutesAgo = 5, tookMs = 5400, total = 511, step = null } = seed;
  const hasEnded = status === 'success' || status === 'error' || status === 'canceled';
  const attempts = seed.attempts ?? (status === 'pending' ? 0 : 1);
  const processed = seed.processed ?? (status === 'success' ? (total ?? 0) : 0);
  const error = seed.error ?? (status === 'error' ? UNAVAILABLE : null);
  const created = new Date(Date.now() - minutesAgo * 60_000);
  // At once: the tick may look in between.
  const id = await world.sql.begin(async (sql) => {
    const [job] = await sql<{ id: string }[]>`
    insert into public.integration_jobs ${sql({
      tenant_id: group.id,
      provider_slug: provider,
      status,
      attempts,
      step,
      progress: status === 'success' ? 100 : total ? Math.floor((processed / total) * 100) : 0,
      processed_count: processed,
      total_count: total,
      created_at: created,
      started_at: attempts === 0 ? null : new Date(created.getTime() + 400),
      finished_at: hasEnded ? new Date(created.getTime() + 400 + tookMs) : null,
      execution_time_ms: hasEnded ? tookMs : null,
      updated_at: new Date(Date.now() - (seed.stillMinutes ?? 0) * 60_000),
      run_after: new Date(Date.now() + (seed.waitSeconds ?? A_DAY) * 1000),
      error_code: error?.code ?? null,
      error_message: error?.message ?? null,
      result: status === 'success' ? sql.json(seed.result ?? { processed, created: 3, updated: 12 }) : null,
      created_by: seed.createdBy ?? null,
    })} returning id`;
    if (status === 'running') await holdJob(sql, group, provider, required(job).id);
    return required(job).id;
  });
  const ended = hasEnded ? attempts : status === 'pending' ? attempts : attempts - 1;
  for (let attempt = 1; attempt <= ended; attempt += 1) {
    const isLast = hasEnded && attempt === attempts;
    await addLog(world, group, { ...seed, processed, error: error ?? UNAVAILABLE, provider, id, attempt, isLast });
  }
  return id;
}

/** The lease of a worker beyond the places that real ones take. */
async function holdJob(sql: Sql, group: Group, provider: string, id: string): Promise<void> {
  const place = 10_000 + Math.floor(Math.random() * 1_000_000);
  await sql`
    insert into private.job_leases (
      job_id, token, worker, claimed_at, expires_at, tenant_id, provider_slug, slot, tenant_slot, provider_slot
    )
    values (
      ${id}, gen_random_uuid(), 'journey', now(), now() + interval '1 hour', ${group.id}, ${provider}, ${place}, ${place}, ${place}
    )
    on conflict (job_id) do update
    set token = excluded.token, worker = excluded.worker, claimed_at = excluded.claimed_at, expires_at = excluded.expires_at,
      tenant_id = excluded.tenant_id, provider_slug = excluded.provider_slug, slot = excluded.slot,
      tenant_slot = excluded.tenant_slot, provider_slot = excluded.provider_slot`;
}

async function addLog(
  world: World,
  group: Group,
  log: JobSeed & { id: string; attempt: number; isLast: boolean; error: { code: string; message: string } },
): Promise<void> {
  const status = log.isLast ? log.status : 'error';
  const names: Record<ProviderSlug, string> = {
    acessorias: 'Acessórias',
    bomcontrole: 'Bom Controle',
    onecode: 'OneCode',
  };
  await world.sql`
    insert into public.integration_logs ${world.sql({
      tenant_id: group.id,
      integration: names[log.provider ?? 'acessorias'],
      provider_slug: log.provider ?? 'acessorias',
      execution_id: log.id,
      job_id: log.id,
      attempt: log.attempt,
      status,
      total_processados: log.processed ?? 0,
      execution_time_ms: log.tookMs ?? 5400,
      error_code: status === 'error' ? log.error.code : null,
      error_message: status === 'error' ? log.error.message : null,
      created_at: new Date(Date.now() - (log.minutesAgo ?? 5) * 60_000 + log.attempt * 20_000),
    })}`;
}

/** Columns of a job that move while it runs. */
interface JobChange {
  status?: Status;
  progress?: number;
  processed_count?: number;
  finished_at?: Date;
}

/** Moves an execution, as a worker would: the change goes through the same triggers and reaches browsers by Realtime. */
export async function changeJob(world: World, id: string, change: JobChange): Promise<void> {
  await world.sql`update public.integration_jobs set ${world.sql({ ...change })} where id = ${id}`;
}

/** Ends a running execution well. */
export async function completeJob(world: World, id: string): Promise<void> {
  await world.sql`
    update public.integration_jobs
    set status = 'success', progress = 100, processed_count = coalesce(total_count, processed_count), finished_at = now(), step = null
    where id = ${id}`;
}

/** The newest execution of the group. */
export async function newestJob(world: World, group: Group): Promise<{ id: string; status: string; attempts: number }> {
  const [job] = await world.sql<{ id: string; status: string; attempts: number }[]>`
    select id, status, attempts from public.integration_jobs where tenant_id = ${group.id} order by created_at desc limit 1`;
  return required(job);
}
