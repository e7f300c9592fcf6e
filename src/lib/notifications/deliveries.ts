import type { QueryData } from '@supabase/supabase-js';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

const deliveryRows = () =>
  supabase
    .from('notification_deliveries')
    .select(
      'id, webhook_id, kind, status, attempts, next_attempt_at, last_attempt_at, last_status, last_answer, created_at',
    );

/** A mail or a call of a webhook, as far as people see it. */
export type DeliveryRow = QueryData<ReturnType<typeof deliveryRows>>[number];

/** So long the page asks how a delivery stands that is under way, in ms. */
const WATCH_MS = 1_500;
const isUnderWay = ({ status }: DeliveryRow) => status === 'pending';

/** One delivery, asked for again until something has come of it: of a test. */
export function deliveryOptions(id: string | null) {
  return queryOptions({
    queryKey: keys.delivery(id ?? ''),
    enabled: id !== null,
    queryFn: async ({ signal }): Promise<DeliveryRow | null> => {
      const rows = await dataOf(
        deliveryRows()
          .eq('id', id ?? '')
          .limit(1)
          .abortSignal(signal),
      );
      return rows[0] ?? null;
    },
    refetchInterval: ({ state }) => {
      const row = state.data;
      return row === undefined ||
        row === null ||
        (isUnderWay(row) && row.last_status === null && row.last_answer === null)
        ? WATCH_MS
        : false;
    },
  });
}

/** The newest calls of the webhooks of a group, newest first. */
export function webhookCallsOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.webhookCalls(tenantId),
    queryFn: ({ signal }): Promise<DeliveryRow[]> =>
      dataOf(
        deliveryRows()
          .eq('tenant_id', tenantId)
          .not('webhook_id', 'is', null)
          .order('created_at', { ascending: false })
          .limit(25)
          .abortSignal(signal),
      ),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 2 * WATCH_MS : false),
  });
}
