import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import type { Job } from '../../lib/job.ts';
import { executionPanel as labels } from '../../lib/labels/executions.ts';
import { progressOf } from '../../lib/progress.ts';
import { peopleOptions } from '../../lib/queries/people.ts';
import { absoluteTime } from '../../lib/time.ts';
import { WorkTime } from './WorkTime.tsx';

/** When, by whom, how long, how much. */
export function ExecutionFacts({ job }: { job: Job }) {
  const { tenant, userId } = useTenant();
  const { data: people } = useQuery(peopleOptions(tenant.id));
  // Whoever has left the tenant has no name here any more; nor has anybody while the names are not loaded.
  const person = (id: string) => (id === userId ? labels.you : (people?.get(id) ?? labels.someone));
  return (
    <dl aria-label={labels.facts} className="numbers grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
      <Fact label={labels.startedBy}>{job.created_by === null ? labels.system : person(job.created_by)}</Fact>
      <Fact label={labels.queuedAt}>{absoluteTime(job.created_at)}</Fact>
      {job.started_at !== null && <Fact label={labels.startedAt}>{absoluteTime(job.started_at)}</Fact>}
      {job.finished_at !== null && <Fact label={labels.finishedAt}>{absoluteTime(job.finished_at)}</Fact>}
      {job.canceled_by !== null && <Fact label={labels.canceledBy}>{person(job.canceled_by)}</Fact>}
      <Fact label={labels.time}>
        <WorkTime job={job} />
      </Fact>
      <Fact label={labels.records}>{progressOf(job).counts}</Fact>
    </dl>
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
