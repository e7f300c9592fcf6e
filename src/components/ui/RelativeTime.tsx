import { useNow } from '../../hooks/useNow.ts';
import { absoluteTime, relativeTime } from '../../lib/time.ts';

/** "há 5 minutos", kept up to date; the exact time with its zone on hover. */
export function RelativeTime({ timestamp }: { timestamp: string }) {
  const now = useNow('halfMinute');
  return (
    <time dateTime={timestamp} title={absoluteTime(timestamp)}>
      {relativeTime(timestamp, now)}
    </time>
  );
}
