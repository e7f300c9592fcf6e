import type { QueryData } from '@supabase/supabase-js';
import { queryOptions } from '@tanstack/react-query';
import { fromRest } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';

/** So many are shown: what is older has been told and is in the executions. */
export const SHOWN = 50;
/** A notification comes with the end of a run, of which the page hears at once. This is for what it did not hear. In ms. */
const REFETCH_MS = 60_000;

const ownNotifications = (userId: string) =>
  supabase
    .from('notifications')
    .select(
      'id, tenant_id, kind, provider_slug, cause, message, failures, began_at, happened_at, read_at, provider:integration_providers(name)',
    )
    // Row level security gives nobody those of others; the key of the query names whose they are.
    .eq('user_id', userId);

/** What the bell shows: one per cause, unread again when it gets worse or is over. */
export type AppNotification = QueryData<ReturnType<typeof ownNotifications>>[number];

/** The newest notifications of the user in all groups. */
export function notificationsOptions(userId: string) {
  return queryOptions({
    queryKey: keys.notifications(userId),
    queryFn: ({ signal }): Promise<AppNotification[]> =>
      dataOf(ownNotifications(userId).order('happened_at', { ascending: false }).limit(SHOWN).abortSignal(signal)),
    refetchInterval: REFETCH_MS,
  });
}

export function unreadOf(notifications: readonly AppNotification[]): AppNotification[] {
  return notifications.filter(({ read_at }) => read_at === null);
}

/** Marks all up to `until` (the newest that was seen), or one of them; throws an AppError. */
export async function markRead(until: string, id: string | null): Promise<void> {
  const { error, status } = await supabase.rpc('read_notifications', {
    p_until: until,
    ...(id === null ? {} : { p_id: id }),
  });
  if (error !== null) throw fromRest(error, status);
}
