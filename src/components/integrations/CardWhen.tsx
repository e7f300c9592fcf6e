import { useIntegration } from '../../hooks/useIntegration.ts';
import { endedWell, type IntegrationSummary } from '../../lib/integrations/view.ts';
import { isActive } from '../../lib/jobs/job-status.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { schedule } from '../../lib/labels/schedule.ts';
import { NextRun } from '../jobs/NextRun.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

type When = Pick<IntegrationSummary, 'job' | 'last_status'> & { last_run: string | null };

/** How old the data are, when the integration last tried to read them, or since when it does; and when it runs again by itself. */
export function CardWhen() {
  const integration = useIntegration();
  const { next_run_at: nextRun, schedule_paused_at: pausedAt } = integration;
  const [label, timestamp] = whenOf(integration);
  return (
    <div className="min-w-0 py-1 text-sm text-muted">
      <p className={endedWell(integration) ? 'text-ink' : undefined}>
        {label} {timestamp !== null && <RelativeTime timestamp={timestamp} />}
      </p>
      {/* Always two lines, so that what stands below is in line with its neighbours. */}
      <p>
        {schedule.nextShort} {nextRun === null ? schedule.nextNone : <NextRun timestamp={nextRun} />}
      </p>
      {pausedAt !== null && <p className="font-medium text-ink">{schedule.paused}</p>}
    </div>
  );
}

function whenOf(integration: When): [string, string | null] {
  const { job, last_run: lastRun } = integration;
  if (job !== null && isActive(job.status)) {
    return job.started_at === null ? [labels.queuedRun, job.created_at] : [labels.startedRun, job.started_at];
  }
  const ended = job?.finished_at ?? lastRun;
  if (ended === null) return [labels.noRunYet, null];
  return [endedWell(integration) ? labels.updated : labels.lastRun, ended];
}
