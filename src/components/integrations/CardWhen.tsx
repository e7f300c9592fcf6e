import { useIntegration } from '../../hooks/useIntegration.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { isActive } from '../../lib/jobs/job-status.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { schedule } from '../../lib/labels/schedule.ts';
import { NextRun } from '../jobs/NextRun.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** When the integration ran last, or since when it runs; and when it runs again by itself. */
export function CardWhen() {
  const { job, last_run, next_run_at: nextRun, schedule_paused_at: pausedAt } = useIntegration();
  const [label, timestamp] = whenOf(job, last_run);
  return (
    <div className="min-w-0 py-1 text-sm text-muted">
      <p>
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

function whenOf(job: Job | null, lastRun: string | null): [string, string | null] {
  if (job !== null && isActive(job.status)) {
    return job.started_at === null ? [labels.queuedRun, job.created_at] : [labels.startedRun, job.started_at];
  }
  const ended = job?.finished_at ?? lastRun;
  return ended === null ? [labels.noRunYet, null] : [labels.lastRun, ended];
}
