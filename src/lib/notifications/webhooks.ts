import type { QueryData } from '@supabase/supabase-js';
import { queryOptions } from '@tanstack/react-query';
import { AppError, fromRest } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import type { NotificationKind } from './kinds.ts';

/** As `webhooks_per_tenant` has it. */
export const MAX_WEBHOOKS = 5;

const webhookRows = (tenantId: string) =>
  supabase.from('notification_webhooks').select('id, host, kinds, is_enabled, created_at').eq('tenant_id', tenantId);

/** Where a group wants to be called; of the address only the host is known to people. */
export type Webhook = QueryData<ReturnType<typeof webhookRows>>[number];

/** The webhooks of a group, for its admins. */
export function webhooksOptions(tenantId: string) {
  return queryOptions({
    queryKey: keys.webhooks(tenantId),
    queryFn: ({ signal }): Promise<Webhook[]> => dataOf(webhookRows(tenantId).order('created_at').abortSignal(signal)),
  });
}

/** Adds a webhook; returns the key that signs its calls, which nobody can read again. Throws an AppError, `base_url_refused` among them. */
export async function addWebhook(tenantId: string, url: string, kinds: NotificationKind[]): Promise<string> {
  const { data, error, status } = await supabase.rpc('add_notification_webhook', {
    p_tenant_id: tenantId,
    p_url: url,
    p_kinds: kinds,
  });
  if (error !== null) throw fromRest(error, status);
  if (!isRecord(data) || typeof data.key !== 'string') {
    throw new AppError('internal_error', 'Cannot read the answer of add_notification_webhook');
  }
  return data.key;
}

export async function changeWebhook({ id, kinds }: Pick<Webhook, 'id' | 'kinds'>, isEnabled: boolean): Promise<void> {
  const { error, status } = await supabase.rpc('change_notification_webhook', {
    p_id: id,
    p_kinds: kinds,
    p_is_enabled: isEnabled,
  });
  if (error !== null) throw fromRest(error, status);
}

export async function removeWebhook(id: string): Promise<void> {
  const { error, status } = await supabase.rpc('remove_notification_webhook', { p_id: id });
  if (error !== null) throw fromRest(error, status);
}
