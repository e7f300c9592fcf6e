import type { IntegrationState } from '../../hooks/useIntegrations.ts';
import { isActive } from '../../lib/job-status.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** When the integration ran last, or since when it runs. */
export function CardWhen({ integration: { job, last_run } }: { integration: IntegrationState }) {
  const [label, timestamp] = whenOf(job, last_run);
  return (
    <p className="text-sm text-muted">
      {label} {timestamp !== null && <RelativeTime timestamp={timestamp} />}
    </p>
  );
}

function whenOf(job: IntegrationState['job'], lastRun: string | null): [string, string | null] {
  if (job !== null && isActive(job.status)) {
    return job.started_at === null ? [labels.queuedRun, job.created_at] : [labels.startedRun, job.started_at];
  }
  const ended = job?.finished_at ?? lastRun;
  return ended === null ? [labels.noRunYet, null] : [labels.lastRun, ended];
}
