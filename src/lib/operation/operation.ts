import { queryOptions } from '@tanstack/react-query';
import { AppError } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** What is due and what runs of one provider. */
interface ProviderLoad {
  /** Counted up to 1,000. */
  due: number;
  /** Waiting for their time, counted up to 100. */
  waiting: number;
  running: number;
  oldest_due_seconds: number | null;
}

export interface OperatedProvider {
  slug: string;
  name: string;
  paused_at: string | null;
  slots: number;
}

export interface BusyTenant {
  name: string;
  running: number;
  due: number;
  oldest_due_at: string | null;
}

/** A running job. */
export interface OperatedRun {
  job_id: string;
  tenant: string;
  provider: string;
  worker: string;
  claimed_at: string;
  /** Its last progress. */
  advanced_at: string;
  /** Its worker has not been heard of for a lease. */
  is_lost: boolean;
}

export interface OperatedSetting {
  name: string;
  value: number;
  lowest: number;
  highest: number;
}

type OperatorAction =
  | 'queue_paused'
  | 'queue_resumed'
  | 'provider_paused'
  | 'provider_resumed'
  | 'setting_changed'
  | 'job_released';

export interface OperatorEvent {
  id: number;
  /** Null = SQL. */
  actor_email: string | null;
  action: OperatorAction;
  subject: string | null;
  value_from: string | null;
  value_to: string | null;
  created_at: string;
}

export interface HourCount {
  at: string;
  ended: number;
  failed: number;
}

/** What `read_integration_operation` answers, see private.operation. */
export interface Operation {
  paused_at: string | null;
  health: ProviderLoad & {
    slots: number;
    expired_leases: number;
    failed_parts: string[];
    last_tick_age_seconds: number | null;
    providers: Record<string, ProviderLoad>;
    pokes: {
      accepted: number;
      refused: number;
      failed: number;
      last: { outcome: string; detail: string | null } | null;
    };
  };
  providers: OperatedProvider[];
  tenants: BusyTenant[];
  tenant_slots: number;
  runs: OperatedRun[];
  day: {
    providers: { slug: string; ended: number; failed: number; code: string | null }[];
    hours: HourCount[];
  };
  settings: OperatedSetting[];
  events: OperatorEvent[];
}

/** Is the reader no operator? */
export function isForbidden(error: unknown): boolean {
  return error instanceof AppError && error.code === 'forbidden';
}

const REFETCH_MS = 10_000;

/** The whole queue, kept up to date while somebody looks. Errors: AppError forbidden for who is no operator. */
export const operationOptions = queryOptions({
  queryKey: keys.operation,
  queryFn: async ({ signal }) =>
    (await dataOf(supabase.rpc('read_integration_operation').abortSignal(signal))) as unknown as Operation,
  // Who is refused stays refused: asking again would only make the page blink.
  refetchInterval: ({ state }) => (isForbidden(state.error) ? false : REFETCH_MS),
  staleTime: 0,
});
