import { type ReactNode, useId } from 'react';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useEstimate } from '../../hooks/executions/useEstimate.ts';
import { attemptNumber } from '../../lib/executions/timeline.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { viewOf } from '../../lib/jobs/job-view.ts';
import { executions, currentRun as labels } from '../../lib/labels/executions/executions.ts';
import { formatSeconds } from '../../lib/text/format.ts';
import { Elapsed } from '../executions/WorkTime.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Panel } from '../ui/Panel.tsx';

/** The run under way: bar, counts, step, clock, and an estimate once it says something. */
export function CurrentRun({ job }: { job: Job }) {
  const titleId = useId();
  const now = useNow('second');
  const estimate = useEstimate(job);
  const view = viewOf(job, now);
  return (
    <Panel aria-labelledby={titleId} className="p-5">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <h2 id={titleId} className="font-semibold">
          {labels.title}
        </h2>
        <Badge tone={view.tone} icon={view.icon} isSpinning={view.phase === 'running'}>
          {view.label}
        </Badge>
      </div>
      <JobProgress job={job} view={view} />
      {view.phase === 'waiting' && <p className="mt-3 text-sm text-muted">{view.detail ?? view.description}</p>}
      <dl className="numbers mt-4 flex flex-wrap gap-x-8 gap-y-3 border-t border-dashed border-line pt-4 text-sm">
        {view.phase === 'running' && view.detail !== null && <Fact label={labels.step}>{view.detail}</Fact>}
        {job.status === 'running' && job.started_at !== null && (
          <Fact label={labels.elapsed}>
            <Elapsed since={job.started_at} />
          </Fact>
        )}
        {estimate !== null && <Fact label={labels.remaining}>{labels.about(formatSeconds(estimate))}</Fact>}
        <Fact label={labels.attempt}>{executions.attemptsOf(attemptNumber(job), job.max_attempts)}</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
