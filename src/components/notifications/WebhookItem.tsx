import { Send } from 'lucide-react';
import { useId } from 'react';
import { useWebhookChange } from '../../hooks/notifications/useWebhookChange.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { deliveries, webhooks as labels, preferences } from '../../lib/labels/notifications.ts';
import type { DeliveryRow } from '../../lib/notifications/deliveries.ts';
import { isNotificationKind, knownKinds } from '../../lib/notifications/kinds.ts';
import { sendTest } from '../../lib/notifications/preferences.ts';
import { changeWebhook, type Webhook } from '../../lib/notifications/webhooks.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Switch } from '../ui/form/Switch.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { DeliveryState } from './DeliveryState.tsx';

/** So many of the last calls are shown. */
const SHOWN_CALLS = 3;

interface WebhookItemProps {
  webhook: Webhook;
  /** Newest first. */
  calls: readonly DeliveryRow[];
  onRemove: () => void;
}

/** One webhook: what it is called for, whether at all, and what it answered. */
export function WebhookItem({ webhook, calls, onRemove }: WebhookItemProps) {
  const { tenant } = useTenant();
  const id = useId();
  const { host } = webhook;
  const change = useWebhookChange(
    (isOn: boolean) => changeWebhook(webhook, isOn),
    (isOn) => (isOn ? labels.turnedOn : labels.turnedOff),
  );
  const test = useWebhookChange(
    () => sendTest(tenant.id, 'webhook', webhook.id),
    () => preferences.testBusy,
  );
  const error = change.error ?? test.error;
  return (
    <li aria-labelledby={id} className="space-y-3 py-4">
      <p id={id} className="font-medium break-all">
        {host}
      </p>
      <p className="text-sm text-muted">
        {knownKinds(webhook.kinds)
          .map((kind) => preferences.kinds[kind])
          .join(', ')}
      </p>
      <Switch
        label={labels.on}
        hint={labels.onHint}
        isOn={change.isPending ? change.variables : webhook.is_enabled}
        isBusy={change.isPending}
        onChange={(isOn) => change.mutate(isOn)}
      />
      <div className="text-sm">
        <p className="font-medium">{labels.answers}</p>
        {calls.length === 0 && <p className="text-muted">{labels.noAnswers}</p>}
        <ul>
          {calls.slice(0, SHOWN_CALLS).map((call) => (
            <li key={call.id} className="text-muted">
              <RelativeTime timestamp={call.last_attempt_at ?? call.created_at} />,{' '}
              {isNotificationKind(call.kind) ? deliveries.kinds[call.kind] : deliveries.kinds.test}:{' '}
              <DeliveryState delivery={call} />
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={Send}
          aria-label={labels.testOf(host)}
          isBusy={test.isPending}
          isOff={!webhook.is_enabled}
          onClick={() => test.mutate(undefined)}
        >
          {labels.test}
        </Button>
        <Button variant="danger" aria-label={labels.removeOf(host)} onClick={onRemove}>
          {labels.remove}
        </Button>
      </div>
      {error !== null && (
        <Failure isAlert title={change.error === null ? preferences.testFailed : labels.changeFailed} error={error} />
      )}
    </li>
  );
}
