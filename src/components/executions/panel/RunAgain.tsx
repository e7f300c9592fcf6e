import { Play } from 'lucide-react';
import { useId } from 'react';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { useJobActions } from '../../../hooks/useJobActions.ts';
import { reasonOff } from '../../../lib/integrations/view.ts';
import { executionPanel as labels } from '../../../lib/labels/executions.ts';
import { integrations } from '../../../lib/labels/integrations.ts';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../../ui/Failure.tsx';

/** Starts a new run from an ended one, and leads to it. */
export function RunAgain({ onStarted }: { onStarted: (jobId: string) => void }) {
  const hintId = useId();
  const integration = useIntegration();
  const { isSubmitting, error, run } = useJobActions(integration);
  const reason = reasonOff(integration);
  return (
    <div className="space-y-3 print:hidden">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          icon={Play}
          isBusy={isSubmitting}
          isOff={reason !== null}
          aria-describedby={hintId}
          onClick={() => run(onStarted)}
        >
          {isSubmitting ? integrations.enqueuing : labels.runAgain}
        </Button>
        <p id={hintId} className="min-w-48 flex-1 text-sm text-muted">
          {reason ?? labels.runAgainHint}
        </p>
      </div>
      {error !== null && <Failure isAlert error={error} />}
    </div>
  );
}
