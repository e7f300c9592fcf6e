import { useRef, useState } from 'react';
import { useConfirmRemovals, useRemovalsPending } from '../../../hooks/executions/useRemovals.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import type { MassRemoval } from '../../../lib/jobs/job-result.ts';
import { massRemoval as labels } from '../../../lib/labels/executions/results.ts';
import { formatCount, formatShare } from '../../../lib/text/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Modal } from '../../ui/Modal.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface RemovalWarningProps {
  jobId: string;
  warning: MassRemoval;
}

/** So many records were missing that nothing was marked as gone: what that means, and the word of an admin. */
export function RemovalWarning({ jobId, warning }: RemovalWarningProps) {
  const { canChange } = useTenant();
  const isPending = useRemovalsPending(jobId, true);
  const confirmation = useConfirmRemovals(jobId);
  const [isAsking, setIsAsking] = useState(false);
  const noticeRef = useRef<HTMLDivElement>(null);
  const missing = formatCount(warning.missing);
  const canConfirm = canChange && isPending === true;
  const handleConfirm = () => {
    setIsAsking(false);
    confirmation.mutate();
  };
  return (
    <div ref={noticeRef} tabIndex={-1} className="space-y-3 outline-none">
      <Notice
        kind={isPending === false ? 'info' : 'error'}
        title={labels.title(missing, formatCount(warning.stored))}
        actions={
          canConfirm && (
            <Button variant="danger" isBusy={confirmation.isPending} onClick={() => setIsAsking(true)}>
              {confirmation.isPending ? labels.confirming : labels.confirm}
            </Button>
          )
        }
      >
        <p>{labels.lead(formatShare(warning.limit))}</p>
        {isPending === true && <p>{canChange ? labels.check : labels.askAdmin}</p>}
        {isPending === false && (
          <p>{confirmation.isSuccess ? `${labels.confirmed(formatCount(confirmation.data))}.` : labels.decided}</p>
        )}
      </Notice>
      {confirmation.error !== null && <Failure isAlert error={confirmation.error} />}
      {isAsking && (
        <Modal
          title={labels.question(missing)}
          description={labels.consequence}
          onClose={() => setIsAsking(false)}
          fallbackFocus={noticeRef}
          actions={
            <>
              <Button onClick={() => setIsAsking(false)}>{labels.keep}</Button>
              <Button variant="danger" onClick={handleConfirm}>
                {labels.yes}
              </Button>
            </>
          }
        />
      )}
    </div>
  );
}
