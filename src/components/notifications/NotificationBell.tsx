import { Bell } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useBrowserAlerts } from '../../hooks/notifications/useBrowserAlerts.ts';
import { useNotifications } from '../../hooks/notifications/useNotifications.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { cx } from '../../lib/app/class-names.ts';
import { bell as labels } from '../../lib/labels/notifications.ts';
import { SHOWN, unreadOf } from '../../lib/notifications/notifications.ts';
import { formatCount } from '../../lib/text/format.ts';
import { lazyPart } from '../parts/part.tsx';
import { buttonClass } from '../ui/Button.tsx';

const NotificationPanel = lazyPart(() => import('./NotificationPanel.tsx'));

/** How many are unread, and the way to them. */
export default function NotificationBell() {
  const { userId, tenants } = useTenant();
  const [isOpen, setIsOpen] = useState(false);
  const query = useNotifications(userId);
  useBrowserAlerts(query.data, tenants);
  const unread = unreadOf(query.data ?? []).length;
  const label = labels.open(unread);
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        title={label}
        onClick={() => setIsOpen(true)}
        className={cx(buttonClass('quiet'), 'relative px-2.5')}
      >
        <Bell aria-hidden className="size-4 shrink-0" />
        {unread > 0 && (
          <span
            aria-hidden
            className="numbers absolute top-0.5 right-0 min-w-4.5 rounded-full border border-surface bg-danger px-1 text-center text-[0.6875rem] leading-4 font-semibold text-surface"
          >
            {unread >= SHOWN ? `${formatCount(SHOWN)}+` : formatCount(unread)}
          </span>
        )}
      </button>
      {isOpen && (
        <Suspense>
          <NotificationPanel query={query} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
