import { queryOptions } from '@tanstack/react-query';
import type { Json } from '../data/database.types.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import { isJobStatus, type JobStatus } from '../jobs/job-status.ts';

/** One of the last runs of an integration. */
export interface LastRun {
  id: string;
  status: JobStatus;
  createdAt: string;
}

/** How fresh the data of an integration is. */
export interface Freshness {
  /** When the last run that ended well ended; null = none has. */
  lastSuccessAt: string | null;
  /** The last 14 runs, oldest first. */
  runs: LastRun[];
}

function toRun(value: Json): LastRun[] {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.created_at !== 'string') return [];
  return isJobStatus(value.status) ? [{ id: value.id, status: value.status, createdAt: value.created_at }] : [];
}

/** Of every integration of a tenant, by the slug of its provider: one request, read again when a run has ended. */
export function freshnessOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.freshness(tenantId),
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Freshness>> => {
      const rows = await dataOf(supabase.rpc('integration_freshness', { p_tenant_id: tenantId }).abortSignal(signal));
      return new Map(
        rows.map(({ provider_slug: slug, last_success: last, runs }) => [
          slug,
          {
            lastSuccessAt: isRecord(last) && typeof last.finished_at === 'string' ? last.finished_at : null,
            runs: Array.isArray(runs) ? runs.flatMap(toRun) : [],
          },
        ]),
      );
    },
  });
}
