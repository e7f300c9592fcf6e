import { type ReactNode, useRef } from 'react';
import { Link } from 'react-router';
import { useAddressQuery } from '../../../hooks/browser/useAddressQuery.ts';
import { usePeople } from '../../../hooks/usePeople.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { progressOf } from '../../../lib/jobs/progress.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { absoluteTime } from '../../../lib/time/reader-time.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { WorkTime } from '../WorkTime.tsx';

/** When, by whom, how long, how much. */
export function ExecutionFacts({ job }: { job: Job }) {
  const nameOf = usePeople();
  const { linkWith } = useAddressQuery();
  const { tenant } = useTenant();
  return (
    <dl aria-label={labels.facts} className="numbers grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
      <Fact label={labels.id}>
        <JobId id={job.id} />
      </Fact>
      <Fact label={labels.group}>{tenant.name}</Fact>
      <Fact label={labels.startedBy}>{job.created_by === null ? labels.system : nameOf(job.created_by)}</Fact>
      {job.resumed_from !== null && (
        <Fact label={labels.resumedFrom}>
          <Link
            to={linkWith({ execucao: job.resumed_from, mudanca: null })}
            replace
            className="font-medium text-accent underline underline-offset-2"
          >
            {labels.resumedLink}
          </Link>
        </Fact>
      )}
      <Fact label={labels.queuedAt}>{absoluteTime(job.created_at)}</Fact>
      {job.started_at !== null && <Fact label={labels.startedAt}>{absoluteTime(job.started_at)}</Fact>}
      {job.finished_at !== null && <Fact label={labels.finishedAt}>{absoluteTime(job.finished_at)}</Fact>}
      {job.canceled_by !== null && <Fact label={labels.canceledBy}>{nameOf(job.canceled_by)}</Fact>}
      <Fact label={labels.time}>
        <WorkTime job={job} />
      </Fact>
      <Fact label={labels.records}>{progressOf(job).counts}</Fact>
    </dl>
  );
}

/** The id, whole and as text, so that it can also be selected, with a button that copies it. */
function JobId({ id }: { id: string }) {
  const ref = useRef<HTMLElement>(null);
  const handleRefused = () => {
    if (ref.current !== null) window.getSelection()?.selectAllChildren(ref.current);
  };
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code ref={ref} className="min-w-0 font-mono text-xs break-all">
        {id}
      </code>
      <CopyButton isIcon label={labels.copyId} text={id} onRefused={handleRefused} />
    </span>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
