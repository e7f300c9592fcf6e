import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { alertState, showAlert } from '../../lib/notifications/browser-alerts.ts';
import { type AppNotification, unreadOf } from '../../lib/notifications/notifications.ts';
import { viewOfNotification } from '../../lib/notifications/view.ts';
import type { Membership } from '../../lib/tenants/memberships.ts';

const stamp = ({ id, happened_at }: AppNotification) => `${id} ${happened_at}`;

/** Shows an alert of the system for what is new while nobody looks at the page. What was there when it was opened is not new. */
export function useBrowserAlerts(
  notifications: readonly AppNotification[] | undefined,
  tenants: readonly Membership[],
): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  const navigate = useNavigate();
  useEffect(() => {
    if (notifications === undefined) return;
    const before = known.current;
    known.current = new Set(notifications.map(stamp));
    if (before === null || !document.hidden || alertState() !== 'on') return;
    for (const notification of unreadOf(notifications)) {
      if (before.has(stamp(notification))) continue;
      const { title, text, path } = viewOfNotification(notification, tenants);
      showAlert(notification.id, title, text, () => void navigate(path));
    }
  }, [notifications, tenants, navigate]);
}
