import { useNow } from '../../hooks/browser/useNow.ts';
import { absoluteTime, relativeTime } from '../../lib/time/reader-time.ts';

/** "há 5 minutos", kept up to date; the exact time with its zone on hover. */
export function RelativeTime({ timestamp }: { timestamp: string }) {
  const now = useNow('halfMinute');
  return (
    <time dateTime={timestamp} title={absoluteTime(timestamp)}>
      {relativeTime(timestamp, now)}
    </time>
  );
}
