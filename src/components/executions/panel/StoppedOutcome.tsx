import { useQuery } from '@tanstack/react-query';
import { writtenOptions } from '../../../lib/executions/written.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { stopped as labels } from '../../../lib/labels/executions/results.ts';
import { Failure } from '../../ui/Failure.tsx';
import { ExecutionOutcome } from './ExecutionOutcome.tsx';

interface StoppedOutcomeProps {
  job: Job;
  /** After a counter was followed to its records. */
  onShow: () => void;
}

/** What a run that failed or was cancelled had written until then. It stays: only the rest is missing. */
export function StoppedOutcome({ job, onShow }: StoppedOutcomeProps) {
  const query = useQuery(writtenOptions(job.id));
  if (query.data === undefined) {
    if (query.error === null) return null;
    return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <ExecutionOutcome title={labels.title} counters={query.data} onShow={onShow} />;
}
