import { queryOptions } from '@tanstack/react-query';
import { AppError, fromRest } from '../data/errors.ts';
import { keys } from '../data/keys.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import type { Role } from '../tenants/memberships.ts';
import { knownKinds, NOTIFICATION_KINDS, type NotificationKind } from './kinds.ts';

/** What somebody wants to learn, by channel. */
export interface Preferences {
  in_app: NotificationKind[];
  email: NotificationKind[];
}
export type PreferenceChannel = keyof Preferences;

export interface NotificationSettings {
  preferences: Preferences;
  /** Has an operator set up a mail service? */
  canMail: boolean;
}

/** Without a choice: as `private.wanted_kinds` has it. */
function defaultsOf(role: Role): Preferences {
  return { in_app: [...NOTIFICATION_KINDS], email: role === 'admin' ? [...NOTIFICATION_KINDS] : [] };
}

async function fetchSettings(tenantId: string, role: Role, signal: AbortSignal): Promise<NotificationSettings> {
  const [rows, canMail] = await Promise.all([
    dataOf(
      supabase
        .from('notification_preferences')
        .select('in_app, email')
        .eq('tenant_id', tenantId)
        .limit(1)
        .abortSignal(signal),
    ),
    dataOf(supabase.rpc('can_send_notification_mail').abortSignal(signal)),
  ]);
  const [row] = rows;
  const preferences =
    row === undefined ? defaultsOf(role) : { in_app: knownKinds(row.in_app), email: knownKinds(row.email) };
  return { preferences, canMail };
}

/** One's own preferences in a group. */
export function notificationSettingsOptions(userId: string, tenantId: string, role: Role) {
  return queryOptions({
    queryKey: keys.notificationSettings(userId, tenantId),
    queryFn: ({ signal }) => fetchSettings(tenantId, role, signal),
  });
}

/** The same with a kind switched on or off for a channel. */
export function withKind(
  preferences: Preferences,
  channel: PreferenceChannel,
  kind: NotificationKind,
  isOn: boolean,
): Preferences {
  const others = preferences[channel].filter((known) => known !== kind);
  return { ...preferences, [channel]: knownKinds(isOn ? [...others, kind] : others) };
}

export async function savePreferences(tenantId: string, { in_app, email }: Preferences): Promise<void> {
  const { error, status } = await supabase.rpc('save_notification_preferences', {
    p_tenant_id: tenantId,
    p_in_app: in_app,
    p_email: email,
  });
  if (error !== null) throw fromRest(error, status);
}

/** Sends the reader a test by a channel; returns the id of what was sent. Throws an AppError, `too_many_requests` among them. */
export async function sendTest(
  tenantId: string,
  channel: 'app' | 'email' | 'webhook',
  webhookId: string | null = null,
): Promise<string> {
  const { data, error, status } = await supabase.rpc('test_notification', {
    p_tenant_id: tenantId,
    p_channel: channel,
    ...(webhookId === null ? {} : { p_webhook_id: webhookId }),
  });
  if (error !== null) throw fromRest(error, status);
  if (typeof data !== 'string') throw new AppError('internal_error', 'Cannot read the answer of test_notification');
  return data;
}
