import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useId } from 'react';
import type { IntegrationState } from '../../../hooks/useIntegrations.ts';
import { announcer } from '../../../lib/app/announcer.ts';
import { errorText } from '../../../lib/data/errors.ts';
import { reasonOff } from '../../../lib/integrations/view.ts';
import { executionPanel as labels } from '../../../lib/labels/executions.ts';
import { integrations } from '../../../lib/labels/integrations.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface RunAgainProps {
  integration: IntegrationState;
  /** Enqueues a run; returns the job's id, throws an AppError. */
  onRun: () => Promise<string>;
  /** Shows the new execution. */
  onStarted: (jobId: string) => void;
}

/** Starts a new run from an ended one, and leads to it. */
export function RunAgain({ integration, onRun, onStarted }: RunAgainProps) {
  const hintId = useId();
  const run = useMutation({
    mutationFn: onRun,
    onSuccess: (jobId) => {
      announcer.announce(integrations.enqueued(integration.provider.name));
      onStarted(jobId);
    },
  });
  const reason = reasonOff(integration);
  return (
    <div className="space-y-3 print:hidden">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          icon={Play}
          isBusy={run.isPending}
          isOff={reason !== null}
          aria-describedby={hintId}
          onClick={() => run.mutate()}
        >
          {run.isPending ? integrations.enqueuing : labels.runAgain}
        </Button>
        <p id={hintId} className="min-w-48 flex-1 text-sm text-muted">
          {reason ?? labels.runAgainHint}
        </p>
      </div>
      {run.error !== null && (
        <Notice isAlert title={errorText(run.error).title}>
          {errorText(run.error).advice}
        </Notice>
      )}
    </div>
  );
}
