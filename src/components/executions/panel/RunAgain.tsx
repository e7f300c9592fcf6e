import { Play, RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { useJobActions } from '../../../hooks/useJobActions.ts';
import { useResumePoint } from '../../../hooks/useResumePoint.ts';
import { reasonOff } from '../../../lib/integrations/view.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { countsOfTotal } from '../../../lib/jobs/progress.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { integrations } from '../../../lib/labels/integrations.ts';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../../ui/Failure.tsx';

interface RunAgainProps {
  /** The ended run. */
  job: Job;
  onStarted: (jobId: string) => void;
}

/** Starts a new run from an ended one and leads to it: after an error from where that one stopped, if it still can. */
export function RunAgain({ job, onStarted }: RunAgainProps) {
  const hintId = useId();
  const integration = useIntegration();
  const point = useResumePoint(job);
  const { isSubmitting, error, run } = useJobActions(integration);
  const reason = reasonOff(integration);
  const hint = point === null ? labels.runAgainHint : labels.resumeHint(countsOfTotal(point.processed, point.total));
  const label = point === null ? labels.runAgain : labels.resume;
  return (
    <div className="space-y-3 print:hidden">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          icon={Play}
          isBusy={isSubmitting}
          isOff={reason !== null}
          aria-describedby={hintId}
          onClick={() => run({ onStarted })}
        >
          {isSubmitting ? integrations.enqueuing : label}
        </Button>
        {point !== null && (
          <Button
            variant="quiet"
            icon={RotateCcw}
            isOff={reason !== null || isSubmitting}
            onClick={() => run({ onStarted, fromStart: true })}
          >
            {labels.fromStart}
          </Button>
        )}
        <p id={hintId} className="min-w-48 flex-1 text-sm text-muted">
          {reason ?? hint}
        </p>
      </div>
      {error !== null && <Failure isAlert error={error} />}
    </div>
  );
}
