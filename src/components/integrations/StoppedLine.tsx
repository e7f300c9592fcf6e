import type { Job } from '../../lib/jobs/job.ts';
import { countsOfTotal } from '../../lib/jobs/progress.ts';
import { stopped as labels } from '../../lib/labels/executions/results.ts';

/** How much of a run that failed or was cancelled is there all the same. */
export function StoppedLine({ job }: { job: Job }) {
  const { processed_count: processed, total_count: total } = job;
  return (
    <p className="numbers text-sm text-muted">
      {processed === 0 ? labels.nothing : labels.onCard(countsOfTotal(processed, total))}
    </p>
  );
}
