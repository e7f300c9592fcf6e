import type { RefObject } from 'react';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { RECORDS } from '../../lib/labels/common.ts';
import { cancelDialog as labels } from '../../lib/labels/integrations.ts';
import { formatPlural } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

interface CancelDialogProps {
  job: Job;
  onClose: () => void;
  onConfirm: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Says what cancelling does to this run before it is done. */
export default function CancelDialog({ job, onClose, onConfirm, fallbackFocus }: CancelDialogProps) {
  const { provider } = useIntegration();
  const consequence =
    job.processed_count === 0
      ? labels.consequenceNothing
      : labels.consequence(formatPlural(job.processed_count, RECORDS));
  const handleConfirm = () => {
    onConfirm();
    onClose();
  };
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.title(provider.name)}
      description={`${consequence} ${labels.after}`}
      actions={
        <>
          <Button onClick={onClose}>{labels.keep}</Button>
          <Button variant="danger" onClick={handleConfirm}>
            {labels.confirm}
          </Button>
        </>
      }
    />
  );
}
