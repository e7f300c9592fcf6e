import { Suspense, useState } from 'react';
import { useDelayed } from '../../hooks/browser/useDelayed.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { Job } from '../../lib/jobs/job.ts';
import type { JobView } from '../../lib/jobs/job-view.ts';
import { dueSince, progressOf } from '../../lib/jobs/progress.ts';
import { serverNow } from '../../lib/time/server-clock.ts';
import { lazyPart } from '../parts/part.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';

interface JobProgressProps {
  job: Job;
  view: JobView;
}

/** Of hardly any run: most are taken at once. */
const QueueNote = lazyPart(() => import('./QueueNote.tsx'));
/** Who is taken within it need not be told where they stand. */
const AT_ONCE_MS = 3000;

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
      {view.phase === 'pending' && <QueuePlace job={job} />}
    </div>
  );
}

function QueuePlace({ job }: { job: Job }) {
  const [delay] = useState(() => Math.max(0, AT_ONCE_MS - (serverNow() - dueSince(job))));
  const isShown = useDelayed(true, delay);
  return (
    isShown && (
      <Suspense>
        <QueueNote job={job} />
      </Suspense>
    )
  );
}
