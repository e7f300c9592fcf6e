import { Construction } from 'lucide-react';
import { useEffect } from 'react';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useQueueStatus } from '../../hooks/useQueueStatus.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { maintenance as labels } from '../../lib/labels/maintenance.ts';
import { clockTime } from '../../lib/time/reader-time.ts';

/** Says what is paused and since when, so that nobody wonders why a run only waits. */
export default function MaintenanceBanner() {
  const now = useNow('halfMinute');
  const { pausedAt, providers } = useQueueStatus();
  const lines =
    pausedAt === null
      ? providers.map((pause) => labels.provider(pause.name, clockTime(pause.pausedAt, now)))
      : [labels.queue(clockTime(pausedAt, now))];
  const text = lines.join(' ');
  useEffect(() => announcer.announce(text), [text]);
  return (
    <section aria-label={labels.title} className="border-b border-line bg-accent-soft">
      <div className="mx-auto flex max-w-6xl items-start gap-2 px-4 py-2 text-sm sm:px-6">
        <Construction aria-hidden className="mt-0.5 size-4 shrink-0" />
        <p className="min-w-0 break-words">
          <strong className="font-semibold">{text}</strong> {labels.advice}
        </p>
      </div>
    </section>
  );
}
