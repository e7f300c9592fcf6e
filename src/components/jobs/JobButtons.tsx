import { CircleStop, Play } from 'lucide-react';
import { type ComponentProps, type RefObject, Suspense, useId, useLayoutEffect, useRef, useState } from 'react';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { JobActions } from '../../hooks/useJobActions.ts';
import { RUN_BUTTON } from '../../lib/app/shortcuts.ts';
import { hasActiveJob, isRunNext, reasonOff } from '../../lib/integrations/view.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { lazyPart } from '../parts/part.tsx';
import { Button } from '../ui/Button.tsx';

/** Loaded on the first question: the list itself needs no dialog. */
const CancelDialog = lazyPart(() => import('./CancelDialog.tsx'));

interface JobButtonsProps {
  actions: JobActions;
  /** Shorter words on the card than on the detail page. */
  runLabel: string;
  cancelLabel: string;
  /** Id of the element that names the integration: several cards have a button of the same name. */
  describedBy: string;
}

/** Start and cancel. Only for those who may change something: others do not get to see them. */
export function JobButtons({ actions, runLabel, cancelLabel, describedBy }: JobButtonsProps) {
  const integration = useIntegration();
  const { job } = integration;
  const [isAsking, setIsAsking] = useState(false);
  const runRef = useRef<HTMLButtonElement>(null);
  const reasonId = useId();
  const isActive = hasActiveJob(integration);
  const reason = reasonOff(integration);

  return (
    <>
      <Button
        {...RUN_BUTTON}
        ref={runRef}
        variant={isRunNext(integration) ? 'primary' : 'secondary'}
        icon={Play}
        isBusy={actions.isSubmitting}
        isOff={reason !== null}
        title={reason ?? undefined}
        aria-describedby={reason === null ? describedBy : `${describedBy} ${reasonId}`}
        onClick={() => actions.run()}
      >
        {actions.isSubmitting ? labels.enqueuing : runLabel}
      </Button>
      {reason !== null && (
        <span id={reasonId} hidden>
          {reason}
        </span>
      )}
      {isActive && (
        <CancelButton
          fallback={runRef}
          icon={CircleStop}
          isBusy={actions.isCanceling}
          aria-describedby={describedBy}
          onClick={() => setIsAsking(true)}
        >
          {actions.isCanceling ? labels.canceling : cancelLabel}
        </CancelButton>
      )}
      {job !== null && isAsking && isActive && (
        <Suspense>
          <CancelDialog
            job={job}
            onClose={() => setIsAsking(false)}
            onConfirm={actions.cancel}
            fallbackFocus={runRef}
          />
        </Suspense>
      )}
    </>
  );
}

interface CancelButtonProps extends ComponentProps<typeof Button> {
  /** Takes the focus when this button goes away with it. */
  fallback: RefObject<HTMLButtonElement | null>;
}

/** Disappears when the run ends; a keyboard user who stood on it must not be thrown to the top of the page. */
function CancelButton({ fallback, ...props }: CancelButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = ref.current;
    return () => {
      if (button !== null && document.activeElement === button) fallback.current?.focus();
    };
  }, [fallback]);
  return <Button ref={ref} variant="danger" {...props} />;
}
