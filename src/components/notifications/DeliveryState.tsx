import { useNow } from '../../hooks/browser/useNow.ts';
import { deliveries as labels } from '../../lib/labels/notifications.ts';
import type { DeliveryRow } from '../../lib/notifications/deliveries.ts';
import { countdown } from '../../lib/time/reader-time.ts';

/** How a delivery stands: in the queue, tried again when, arrived, given up; with what the other side said. */
export function DeliveryState({ delivery }: { delivery: DeliveryRow | null }) {
  const now = useNow('halfMinute');
  if (delivery === null) return <span>{labels.pending}</span>;
  const { status, attempts, last_answer: answer, next_attempt_at: next } = delivery;
  const wasTried = answer !== null;
  const state =
    status === 'sent'
      ? labels.sent
      : status === 'dead'
        ? labels.dead
        : wasTried
          ? `${labels.retrying} ${countdown(next, now) ?? ''}`
          : labels.pending;
  return (
    <span className="break-words">
      <span className="font-medium text-ink">{state.trim()}</span>
      {wasTried && `, ${answer}`}
      {attempts > 1 && ` (${labels.tries(attempts)})`}
    </span>
  );
}
