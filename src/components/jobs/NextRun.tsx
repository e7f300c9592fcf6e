import { useNow } from '../../hooks/browser/useNow.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { schedule as labels } from '../../lib/labels/schedule.ts';
import { absoluteTime } from '../../lib/time/reader-time.ts';
import { differsFromReader, upcomingTime, zoneName } from '../../lib/time/tenant-time.ts';

interface NextRunProps {
  timestamp: string;
  /** Otherwise the zone is named only for readers whose own clock shows another time. */
  isZoneNamed?: boolean;
}

/** "amanhã, 06:00 (horário de Brasília)": when the schedule starts the next run, on the tenant's clock. */
export function NextRun({ timestamp, isZoneNamed = false }: NextRunProps) {
  const { tenant } = useTenant();
  const now = useNow('halfMinute');
  const time = upcomingTime(timestamp, tenant.timeZone, now);
  const namesZone = isZoneNamed || differsFromReader(timestamp, tenant.timeZone);
  return (
    <time dateTime={timestamp} title={absoluteTime(timestamp)} className="numbers">
      {namesZone ? labels.nextIn(time, zoneName(tenant.timeZone)) : time}
    </time>
  );
}
