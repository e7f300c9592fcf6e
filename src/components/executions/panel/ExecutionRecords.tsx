import { useRef } from 'react';
import { KIND_OF_COUNTER } from '../../../lib/executions/changes.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { parseResult } from '../../../lib/jobs/job-result.ts';
import { isFinal } from '../../../lib/jobs/job-status.ts';
import { noCompanies } from '../../../lib/labels/executions/results.ts';
import { Notice } from '../../ui/Notice.tsx';
import { ChangesSection } from '../changes/ChangesSection.tsx';
import { ExecutionOutcome } from './ExecutionOutcome.tsx';
import { RemovalWarning } from './RemovalWarning.tsx';
import { StoppedOutcome } from './StoppedOutcome.tsx';

/** What an ended execution did with the records: how many, which, and what waits for a person. */
export function ExecutionRecords({ job }: { job: Job }) {
  const changesRef = useRef<HTMLElement>(null);
  const { counters, massRemoval, hasNoCompanies } = parseResult(job.result);
  const hasChanges = [...counters].some(([key, count]) => KIND_OF_COUNTER[key] !== undefined && count > 0);
  if (!isFinal(job.status)) return null;
  const showChanges = () => changesRef.current?.focus();
  const mayHaveChanges = hasChanges || massRemoval !== null || job.status !== 'success';
  return (
    <>
      {massRemoval !== null && <RemovalWarning jobId={job.id} warning={massRemoval} />}
      {hasNoCompanies && (
        <Notice kind="info" title={noCompanies.title}>
          {noCompanies.advice}
        </Notice>
      )}
      {job.status === 'success' ? (
        <ExecutionOutcome counters={counters} onShow={showChanges} />
      ) : (
        <StoppedOutcome job={job} onShow={showChanges} />
      )}
      {mayHaveChanges && <ChangesSection ref={changesRef} jobId={job.id} hasChanges={hasChanges} />}
    </>
  );
}
