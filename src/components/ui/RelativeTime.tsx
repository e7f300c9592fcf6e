import { useNow } from '../../hooks/browser/useNow.ts';
import { usePrinting } from '../../hooks/browser/usePrinting.ts';
import { absoluteTime, relativeTime } from '../../lib/time/reader-time.ts';

/** "há 5 minutos", kept up to date; the exact time with its zone on hover, and on paper, where nothing is kept up to date. */
export function RelativeTime({ timestamp }: { timestamp: string }) {
  const now = useNow('halfMinute');
  const isPrinting = usePrinting();
  return (
    <time dateTime={timestamp} title={absoluteTime(timestamp)}>
      {isPrinting ? absoluteTime(timestamp) : relativeTime(timestamp, now)}
    </time>
  );
}
