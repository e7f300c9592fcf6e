import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Json } from '../data/database.types.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import type { AttemptLog } from './logs.ts';

/** An ended attempt, with who started its run (null: the schedule) and whether the run is still there to look at. */
export interface AttemptEntry {
  kind: 'attempt';
  key: string;
  at: string;
  log: Omit<AttemptLog, 'id' | 'created_at' | 'worker' | 'claimed_at'>;
  startedBy: string | null;
  isKnown: boolean;
}

/** A change of the configuration, as in the trail. */
export interface ChangeOfConfiguration {
  kind: 'change';
  key: string;
  at: string;
  action: string;
  actorId: string | null;
  details: NonNullable<Json>;
}

export type HistoryEntry = AttemptEntry | ChangeOfConfiguration;

interface Row {
  at: string;
  key: string;
  kind: string;
  entry: Json;
}

const text = (value: unknown) => (typeof value === 'string' ? value : null);
const number = (value: unknown) => (typeof value === 'number' ? value : null);

/** A kind of a later version is left out: what cannot be named cannot be shown. */
function toEntry({ at, key, kind, entry }: Row): HistoryEntry[] {
  if (!isRecord(entry)) return [];
  if (kind === 'change') {
    const { details } = entry as { details?: NonNullable<Json> };
    return [{ kind, key, at, action: text(entry.action) ?? '', actorId: text(entry.actor_id), details: details ?? {} }];
  }
  if (kind !== 'attempt') return [];
  const log = {
    job_id: text(entry.job_id),
    attempt: number(entry.attempt) ?? 1,
    status: text(entry.status) ?? '',
    total_processados: number(entry.total_processados) ?? 0,
    execution_time_ms: number(entry.execution_time_ms),
    error_code: text(entry.error_code),
    error_message: text(entry.error_message),
    removed: number(entry.removed),
  };
  return [{ kind, key, at, log, startedBy: text(entry.started_by), isKnown: entry.is_known === true }];
}

const PAGE_SIZE = 12;

/** Attempts and changes of the configuration of one integration, newest first, in keyset pages. */
export function historyOptions(tenantId: string, slug: string) {
  return infiniteQueryOptions({
    queryKey: keys.recentLogs(tenantId, slug),
    queryFn: async ({ pageParam, signal }) => {
      const request = supabase.rpc('integration_timeline', {
        p_tenant_id: tenantId,
        p_provider_slug: slug,
        p_limit: PAGE_SIZE,
        ...(pageParam === null ? {} : { p_before_at: pageParam.at, p_before_key: pageParam.key }),
      });
      const rows = await dataOf(request.abortSignal(signal));
      const last = rows.at(-1);
      return { entries: rows.flatMap(toEntry), next: rows.length < PAGE_SIZE ? undefined : last };
    },
    initialPageParam: null as { at: string; key: string } | null,
    getNextPageParam: ({ next }) => (next === undefined ? undefined : { at: next.at, key: next.key }),
  });
}
