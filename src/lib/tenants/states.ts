import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Json } from '../data/database.types.ts';
import { AppError } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** How an integration is, the worst first; the database says what each means (private.integration_states). */
export const STATES = ['stuck', 'failing', 'waiting', 'running', 'fine', 'unused'] as const;
export type StateName = (typeof STATES)[number];

/** Values of `?mostrar=` on the page of all groups, and the states that each shows. */
export const STATE_FILTERS = {
  todas: STATES,
  problema: ['stuck', 'failing'],
  paradas: ['stuck'],
  falhando: ['failing'],
  fila: ['waiting'],
  processando: ['running'],
  ordem: ['fine'],
  semuso: ['unused'],
} as const satisfies Record<string, readonly StateName[]>;
export type StateFilter = keyof typeof STATE_FILTERS;
export const ALL_STATES: StateFilter = 'todas';

export function parseStateFilter(value: string | null): StateFilter {
  return value !== null && Object.hasOwn(STATE_FILTERS, value) ? (value as StateFilter) : ALL_STATES;
}

/** One integration of one group on the page of all groups. Times are ISO. */
export interface GroupState {
  id: string;
  tenantId: string;
  tenantName: string;
  tenantSlug: string;
  providerSlug: string;
  providerName: string;
  state: StateName;
  /** Why the last run failed or the schedule is paused; null = neither. */
  code: string | null;
  isEnabled: boolean;
  /** pending or running while a run is under way. */
  jobStatus: string | null;
  /** Why that run waits. */
  jobCode: string | null;
  since: string | null;
  failures: number;
  pausedAt: string | null;
  nextRunAt: string | null;
  lastSuccessAt: string | null;
  /** Where the next page begins. */
  key: Json;
}

export interface StatesPage {
  counts: Partial<Record<StateName, number>>;
  rows: GroupState[];
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function toState(row: unknown): GroupState {
  const state = isRecord(row) ? STATES.find((known) => known === row.state) : undefined;
  if (!isRecord(row) || state === undefined) {
    throw new AppError('internal_error', 'Cannot read search_integration_states: a row has no state that is known');
  }
  return {
    id: String(row.id),
    tenantId: String(row.tenant_id),
    tenantName: String(row.tenant_name),
    tenantSlug: String(row.tenant_slug),
    providerSlug: String(row.provider_slug),
    providerName: String(row.provider_name),
    state,
    code: textOr(row.code),
    isEnabled: row.is_enabled === true,
    jobStatus: textOr(row.job_status),
    jobCode: textOr(row.job_code),
    since: textOr(row.since),
    failures: typeof row.failures_in_row === 'number' ? row.failures_in_row : 0,
    pausedAt: textOr(row.schedule_paused_at),
    nextRunAt: textOr(row.next_run_at),
    lastSuccessAt: textOr(row.last_success_at),
    key: row.key as Json,
  };
}

/** Reads the answer of search_integration_states; throws an AppError when it is not of that shape: nothing may be missing. */
export function parseStates(answer: unknown): StatesPage {
  if (!isRecord(answer) || !isRecord(answer.counts) || !Array.isArray(answer.rows)) {
    throw new AppError('internal_error', 'Cannot read search_integration_states: it has no counts or no rows');
  }
  const { counts } = answer;
  const countOf = (state: StateName): number => (typeof counts[state] === 'number' ? counts[state] : 0);
  return {
    counts: Object.fromEntries(STATES.map((state) => [state, countOf(state)])),
    rows: answer.rows.map(toState),
  };
}

/** How many integrations a filter shows. */
export function countIn(counts: StatesPage['counts'], filter: StateFilter): number {
  return STATE_FILTERS[filter].reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

const PAGE_SIZE = 100;
/** Waits grow long without anybody saying so. */
const ASK_EVERY_MS = 60_000;

/** The integrations of all groups that the reader may see, the worst first, in keyset pages with the counts of all. */
export function statesOptions(search: string, filter: StateFilter) {
  return infiniteQueryOptions({
    queryKey: keys.states(search, filter),
    queryFn: async ({ pageParam, signal }) => {
      const request = supabase.rpc('search_integration_states', {
        p_search: search,
        p_limit: PAGE_SIZE,
        ...(filter === ALL_STATES ? {} : { p_states: [...STATE_FILTERS[filter]] }),
        ...(pageParam === null ? {} : { p_after: pageParam }),
      });
      return parseStates(await dataOf(request.abortSignal(signal)));
    },
    initialPageParam: null as Json,
    getNextPageParam: ({ rows }): Json | undefined => (rows.length < PAGE_SIZE ? undefined : rows.at(-1)?.key),
    // Who comes back from having mended something must not read that it fails.
    staleTime: 0,
    refetchInterval: ASK_EVERY_MS,
  });
}
