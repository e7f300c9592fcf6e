import { useIntegration } from '../../hooks/useIntegration.ts';
import type { Job } from '../../lib/jobs/job.ts';
import type { JobView } from '../../lib/jobs/job-view.ts';
import { progressOf } from '../../lib/jobs/progress.ts';
import { ProgressBar } from '../ui/ProgressBar.tsx';

interface JobProgressProps {
  job: Job;
  view: JobView;
}

/** Bar with its numbers beside it: what stands inside a progressbar is not read out. */
export function JobProgress({ job, view }: JobProgressProps) {
  const { provider } = useIntegration();
  const progress = progressOf(job);
  return (
    <div className="space-y-1.5">
      <ProgressBar
        label={provider.name}
        value={progress.value}
        valueText={progress.valueText}
        tone={view.tone}
        isMoving={view.phase === 'running'}
      />
      <div className="numbers flex items-baseline justify-between gap-3 text-sm">
        <span className="text-muted">{progress.counts}</span>
        {progress.percent !== null && <span className="font-semibold">{progress.percent}</span>}
      </div>
    </div>
  );
}
