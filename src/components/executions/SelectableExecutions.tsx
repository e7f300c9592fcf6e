import { CircleStop, RefreshCw } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { SelectionContext, useSelection } from '../../hooks/executions/useSelection.ts';
import { useBulk } from '../../hooks/useBulk.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { isActive } from '../../lib/jobs/job-status.ts';
import { selection as labels, SELECTED } from '../../lib/labels/bulk.ts';
import type { BulkItem } from '../../lib/live/bulk-commands.ts';
import { formatCount, formatPlural } from '../../lib/text/format.ts';
import { shortTime } from '../../lib/time/reader-time.ts';
import BulkDialog from '../bulk/BulkDialog.tsx';
import { Button } from '../ui/Button.tsx';
import type { ExecutionNames } from './ExecutionRow.tsx';

interface SelectableExecutionsProps {
  executions: readonly Job[];
  names: ExecutionNames;
  children: ReactNode;
}

/** Lets an admin select rows of the executions below it, and run again or cancel what is selected. */
export function SelectableExecutions({ executions, names, children }: SelectableExecutionsProps) {
  const { tenants } = useTenant();
  const own = new Set(tenants.filter(({ role }) => role === 'admin').map(({ id }) => id));
  const selectable = executions.filter(({ tenant_id: tenantId }) => own.has(tenantId));
  const selection = useSelection(selectable.map(({ id }) => id));
  const bulk = useBulk();
  const regionRef = useRef<HTMLElement>(null);
  const itemOf = (job: Job): BulkItem => ({
    id: job.id,
    tenantId: job.tenant_id,
    slug: job.provider_slug,
    name: [names.providerOf(job), names.place?.(job).group, shortTime(job.created_at)].filter(Boolean).join(', '),
  });
  const chosen = selectable.filter(({ id }) => selection.isSelected(id));
  const failed = chosen.filter(({ status }) => status === 'error').map(itemOf);
  const active = chosen.filter(({ status }) => isActive(status)).map(itemOf);
  return (
    <SelectionContext value={selection}>
      {children}
      {chosen.length > 0 && (
        <section
          ref={regionRef}
          aria-label={labels.region}
          tabIndex={-1}
          className="sticky bottom-3 z-20 flex flex-wrap items-center gap-2 rounded-xl border border-control/60 bg-surface px-4 py-2.5 shadow-card outline-none print:hidden"
        >
          <span role="status" className="numbers text-sm font-medium">
            {formatPlural(chosen.length, SELECTED)}
          </span>
          {failed.length > 0 && (
            <Button icon={RefreshCw} onClick={() => bulk.run(failed)}>
              {labels.runAgain(formatCount(failed.length))}
            </Button>
          )}
          {active.length > 0 && (
            <Button variant="danger" icon={CircleStop} onClick={() => bulk.askCancel(active)}>
              {labels.cancel(formatCount(active.length))}
            </Button>
          )}
          {failed.length + active.length === 0 && <span className="text-sm text-muted">{labels.nothing}</span>}
          {!selection.isAll && (
            <Button variant="quiet" onClick={selection.all}>
              {labels.all}
            </Button>
          )}
          <Button variant="quiet" onClick={selection.clear}>
            {labels.clear}
          </Button>
          <span className="text-sm text-muted max-lg:hidden">{labels.hint}</span>
        </section>
      )}
      {bulk.state !== null && <BulkDialog bulk={bulk} state={bulk.state} fallbackFocus={regionRef} />}
    </SelectionContext>
  );
}
