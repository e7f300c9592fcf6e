import { detailPath } from '../app/links.ts';
import { remedyOf } from '../jobs/remedies.ts';
import { MEND_CREDENTIAL } from '../labels/addresses.ts';
import { jobErrorText } from '../labels/errors.ts';
import { KIND_TEXTS, bell as labels } from '../labels/notifications.ts';
import type { Membership } from '../tenants/memberships.ts';
import { isNotificationKind } from './kinds.ts';
import type { AppNotification } from './notifications.ts';

/** What the reader sees of a notification. */
export interface NotificationView {
  title: string;
  text: string;
  /** Name of the group, for who has several; null when it is not known any more. */
  group: string | null;
  /** Where it leads, and what that is called. */
  path: string;
  action: string;
  isGood: boolean;
}

/** A notification in words, with the way to what helps. */
export function viewOfNotification(
  { kind, provider_slug: slug, provider, tenant_id: tenantId, cause, message, failures }: AppNotification,
  tenants: readonly Membership[],
): NotificationView {
  const tenant = tenants.find(({ id }) => id === tenantId);
  const group = tenant?.name ?? null;
  if (slug === null || !isNotificationKind(kind)) {
    const path = tenant === undefined ? '/integracoes' : `/integracoes?tenant=${tenant.slug}`;
    return { title: labels.test, text: labels.testText, group, path, action: labels.see, isGood: true };
  }
  const isGood = kind === 'recovery';
  const isCredential = !isGood && remedyOf(cause).first === 'credential' && tenant?.role === 'admin';
  const why = message ?? jobErrorText(cause).title;
  const count = failures !== null && failures > 1 ? ` (${labels.failures(failures)})` : '';
  return {
    title: `${provider?.name ?? slug} ${KIND_TEXTS[kind]}`,
    text: isGood ? labels.was(why) : `${why}${count}`,
    group,
    path:
      tenant === undefined
        ? '/integracoes'
        : detailPath(tenant.slug, slug, isCredential ? { mend: MEND_CREDENTIAL } : {}),
    action: isCredential ? labels.fix : labels.see,
    isGood,
  };
}
