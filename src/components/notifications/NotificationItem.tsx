import { CircleCheck, CircleX } from 'lucide-react';
import { Link } from 'react-router';
import { useMarkRead } from '../../hooks/notifications/useNotifications.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { cx } from '../../lib/app/class-names.ts';
import { bell as labels } from '../../lib/labels/notifications.ts';
import type { AppNotification } from '../../lib/notifications/notifications.ts';
import { viewOfNotification } from '../../lib/notifications/view.ts';
import { Button } from '../ui/Button.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

interface NotificationItemProps {
  notification: AppNotification;
  /** The reader goes where it leads. */
  onFollow: () => void;
  onRead: () => void;
}

/** One notification: what happened, when, in which group, and the way to what helps. */
export function NotificationItem({ notification, onFollow, onRead }: NotificationItemProps) {
  const { tenants, userId } = useTenant();
  // Of its own: the panel is gone by the time the answer comes.
  const reading = useMarkRead(userId);
  const { title, text, group, path, action, isGood } = viewOfNotification(notification, tenants);
  const isUnread = notification.read_at === null;
  const Icon = isGood ? CircleCheck : CircleX;
  const handleFollow = () => {
    if (isUnread) reading.mutate({ until: notification.happened_at, id: notification.id });
    onFollow();
  };
  return (
    <li
      className={cx(
        'flex gap-3 rounded-xl border bg-surface p-4 text-sm',
        isUnread ? 'border-l-4 border-accent' : 'border-line',
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4.5 shrink-0', isGood ? 'text-accent' : 'text-danger')} />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className={cx('min-w-0 break-words', isUnread && 'font-semibold')}>{title}</span>
          {isUnread && <span className="text-xs font-medium text-accent">{labels.unread}</span>}
        </p>
        <p className="break-words text-muted">{text}</p>
        <p className="text-muted">
          {group !== null && <bdi className="break-words">{group}</bdi>}
          {group !== null && ', '}
          <RelativeTime timestamp={notification.happened_at} />
        </p>
        <div className="flex flex-wrap items-center gap-x-2">
          <Link
            to={path}
            onClick={handleFollow}
            className="inline-flex min-h-9 items-center font-medium text-accent underline underline-offset-2"
          >
            {action}
            <span className="sr-only">: {title}</span>
          </Link>
          {isUnread && (
            <Button variant="quiet" aria-label={labels.markOf(title)} onClick={onRead}>
              {labels.mark}
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}
