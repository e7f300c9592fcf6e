import type { RefObject } from 'react';
import { useWebhookChange } from '../../hooks/notifications/useWebhookChange.ts';
import { webhooks as labels } from '../../lib/labels/notifications.ts';
import { removeWebhook, type Webhook } from '../../lib/notifications/webhooks.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Modal } from '../ui/Modal.tsx';

interface RemoveWebhookProps {
  webhook: Webhook;
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Says what removing a webhook does before it is done. */
export function RemoveWebhook({ webhook, onClose, fallbackFocus }: RemoveWebhookProps) {
  const removal = useWebhookChange(
    () => removeWebhook(webhook.id),
    () => labels.removed,
  );
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.removeTitle(webhook.host)}
      description={labels.removeText}
      actions={
        <>
          <Button onClick={onClose}>{labels.removeKeep}</Button>
          <Button
            variant="danger"
            isBusy={removal.isPending}
            onClick={() => removal.mutate(undefined, { onSuccess: onClose })}
          >
            {labels.remove}
          </Button>
        </>
      }
    >
      {removal.error !== null && (
        <div className="mt-4">
          <Failure isAlert title={labels.changeFailed} error={removal.error} />
        </div>
      )}
    </Modal>
  );
}
