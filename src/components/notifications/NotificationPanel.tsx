import { CheckCheck, Settings2 } from 'lucide-react';
import { useRef } from 'react';
import { Link } from 'react-router';
import { useMarkRead, type useNotifications } from '../../hooks/notifications/useNotifications.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { notificationsPath } from '../../lib/app/links.ts';
import { bell as labels } from '../../lib/labels/notifications.ts';
import { SHOWN, unreadOf } from '../../lib/notifications/notifications.ts';
import { formatCount } from '../../lib/text/format.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { SidePanel } from '../ui/SidePanel.tsx';
import { NotificationItem } from './NotificationItem.tsx';

interface NotificationPanelProps {
  query: ReturnType<typeof useNotifications>;
  onClose: () => void;
}

/** The newest notifications of all groups; opening one marks it as read. */
export default function NotificationPanel({ query, onClose }: NotificationPanelProps) {
  const { tenant, userId } = useTenant();
  const reading = useMarkRead(userId);
  const markAllRef = useRef<HTMLButtonElement>(null);
  const { data, error } = query;
  const unread = unreadOf(data ?? []);
  // What came after the last look was not seen.
  const newest = data?.[0]?.happened_at;
  const handleAll = () => {
    if (newest === undefined || unread.length === 0) return;
    reading.mutate({ until: newest, id: null }, { onSuccess: () => announcer.announce(labels.allRead) });
  };
  return (
    <SidePanel title={labels.title} description={labels.description} onClose={onClose}>
      <div className="flex flex-wrap gap-2">
        <Button
          ref={markAllRef}
          icon={CheckCheck}
          isBusy={reading.isPending}
          isOff={unread.length === 0}
          onClick={handleAll}
        >
          {labels.markAll}
        </Button>
        <Link to={notificationsPath(tenant.slug)} onClick={onClose} className={buttonClass('quiet')}>
          <Settings2 aria-hidden className="size-4 shrink-0" />
          {labels.settings}
        </Link>
      </div>
      {reading.error !== null && <Failure isAlert title={labels.readFailed} error={reading.error} />}
      {data === undefined && error === null && <p className="text-muted">{labels.loading}</p>}
      {data === undefined && error !== null && (
        <Failure title={labels.failed} error={error} onRetry={() => void query.refetch()} />
      )}
      {data?.length === 0 && (
        <Notice kind="info" title={labels.empty}>
          {labels.emptyAdvice}
        </Notice>
      )}
      {data !== undefined && data.length > 0 && (
        <ul aria-label={labels.title} className="space-y-3">
          {data.map((notification) => (
            <NotificationItem
              key={notification.id}
              notification={notification}
              onFollow={onClose}
              onRead={() => {
                // Its own button goes away with it.
                markAllRef.current?.focus();
                reading.mutate({ until: notification.happened_at, id: notification.id });
              }}
            />
          ))}
        </ul>
      )}
      {data?.length === SHOWN && <p className="text-sm text-muted">{labels.more(formatCount(SHOWN))}</p>}
    </SidePanel>
  );
}
