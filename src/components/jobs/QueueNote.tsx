import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../hooks/browser/useNow.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { dueSince } from '../../lib/jobs/progress.ts';
import { queue as labels } from '../../lib/labels/queue.ts';
import { queuePlaceOptions } from '../../lib/live/queue-place.ts';

/** From here on a wait without a reason is not normal. */
const SLOW_MS = 120_000;

/** Where a waiting run stands in the queue and about when it begins; after two minutes without a reason, that something is slow. */
export default function QueueNote({ job }: { job: Job }) {
  const now = useNow('second');
  const { data: place, isPending } = useQuery(queuePlaceOptions(job.id));
  const hasReason = place != null && place.reason !== null;
  if (!isPending && !hasReason && now - dueSince(job) >= SLOW_MS) {
    return (
      <p className="text-sm text-muted">
        <span className="font-medium text-ink">{labels.slow}</span> {labels.slowAdvice}
      </p>
    );
  }
  if (place == null) return null;
  return (
    <p className="numbers text-sm text-muted">
      <span className="font-medium text-ink">{labels.place(place)}</span>{' '}
      {place.reason !== null && labels.reason(place.reason)}
    </p>
  );
}
