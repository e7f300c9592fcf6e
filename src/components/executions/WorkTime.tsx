import { useNow } from '../../hooks/browser/useNow.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { formatDuration, formatSeconds } from '../../lib/text/format.ts';
import { elapsedSeconds } from '../../lib/time/reader-time.ts';

/** How long an execution took, or, counting up, has taken so far. */
export function WorkTime({ job }: { job: Job }) {
  if (job.execution_time_ms !== null) return formatDuration(job.execution_time_ms);
  if (job.status === 'running' && job.started_at !== null) return <Elapsed since={job.started_at} />;
  return labels.none;
}

/** A clock that counts up, the only thing that ticks every second. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow('second');
  return <span className="numbers">{formatSeconds(elapsedSeconds(since, now))}</span>;
}
