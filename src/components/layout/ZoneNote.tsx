import { useNow } from '../../hooks/browser/useNow.ts';
import { common } from '../../lib/labels/common.ts';
import { differsFromReader, zoneName } from '../../lib/time/tenant-time.ts';

/** All times of a page go by the group's clock. Where the reader's own shows another time, it says whose. */
export function ZoneNote({ timeZone }: { timeZone: string }) {
  const now = useNow('halfMinute');
  if (!differsFromReader(new Date(now).toISOString(), timeZone)) return null;
  return <p className="-mt-3 mb-3 text-right text-sm text-muted sm:-mt-5">{common.timesIn(zoneName(timeZone))}</p>;
}
