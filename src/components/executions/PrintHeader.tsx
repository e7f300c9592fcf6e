import { useNow } from '../../hooks/browser/useNow.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import type { ExecutionFilters } from '../../lib/executions/filters.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { executions, executionPrint as labels } from '../../lib/labels/executions/executions.ts';
import { absoluteTime } from '../../lib/time/reader-time.ts';

interface PrintHeaderProps {
  filters: ExecutionFilters;
  /** How many of the executions are on the page; null = all of them. */
  partial: number | null;
}

/** What a sheet of paper must say by itself: whose executions these are, which, and of when. */
export function PrintHeader({ filters, partial }: PrintHeaderProps) {
  const { provider } = useIntegration();
  const { tenant } = useTenant();
  const now = useNow('halfMinute');
  const status = filters.status === null ? executions.anyStatus : PHASE_VIEWS[filters.status].label;
  const period = filters.period === null ? executions.anyPeriod : executions.periods[filters.period];
  return (
    <div className="hidden print:block">
      <p className="text-lg font-semibold">
        {labels.title(provider.name)} · {tenant.name}
      </p>
      <p>
        {labels.filters(status, period)} {labels.printedAt(absoluteTime(new Date(now).toISOString()))}
      </p>
      {partial !== null && <p>{labels.partial(partial)}</p>}
    </div>
  );
}
