import { CircleDot, CloudOff, type LucideIcon, RefreshCw, Timer } from 'lucide-react';
import { useDelayed } from '../../hooks/browser/useDelayed.ts';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useOnline } from '../../hooks/browser/useOnline.ts';
import type { IntegrationJobs } from '../../hooks/useIntegrationJobs.ts';
import { cx } from '../../lib/app/class-names.ts';
import { connection as labels } from '../../lib/labels/common.ts';
import { formatSeconds } from '../../lib/text/format.ts';
import { onServerClock } from '../../lib/time/server-clock.ts';

/** A short interruption is nobody's business. */
const RECONNECTING_AFTER_MS = 2500;
const POLLING_AFTER_MS = 10_000;

type Props = Pick<IntegrationJobs, 'connection' | 'pollsEvery' | 'updatedAt'>;

function useIndicator({ connection, pollsEvery }: Props): { icon: LucideIcon; text: string; isLive: boolean } | null {
  const isOnline = useOnline();
  const isDown = isOnline && connection !== 'live';
  const isNoticeable = useDelayed(isDown, RECONNECTING_AFTER_MS);
  const isLasting = useDelayed(isDown, POLLING_AFTER_MS);
  if (!isOnline) return { icon: CloudOff, text: labels.offline, isLive: false };
  if (isLasting) {
    return { icon: Timer, text: labels.polling(pollsEvery / 1000), isLive: false };
  }
  if (isNoticeable) {
    const text = connection === 'connecting' ? labels.connecting : labels.reconnecting;
    return { icon: RefreshCw, text, isLive: false };
  }
  // For the first moments of an interruption the last good news stands; of a first connection there is none.
  if (connection === 'connecting') return null;
  return { icon: CircleDot, text: labels.live, isLive: true };
}

/** How fresh the page is: live, reconnecting, polling or offline. */
export function ConnectionIndicator(props: Props) {
  const indicator = useIndicator(props);
  const now = useNow('second');
  if (indicator === null) return <span className="h-5" />;
  const { icon: Icon, text, isLive } = indicator;
  const age =
    props.updatedAt === 0 ? null : labels.updated(formatSeconds((now - onServerClock(props.updatedAt)) / 1000));
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted print:hidden" title={age ?? undefined}>
      <Icon aria-hidden className={cx('size-4 shrink-0', isLive && 'text-accent')} />
      {text}
    </span>
  );
}
