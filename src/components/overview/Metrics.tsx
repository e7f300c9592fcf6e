import type { ReactNode } from 'react';
import type { Overview } from '../../lib/integrations/overview.ts';
import type { FinalStatus } from '../../lib/jobs/job-status.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { formatDuration, formatShare } from '../../lib/text/format.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** The figures of the last 30 days. */
export function Metrics({ overview }: { overview: Overview }) {
  const { successRate, meanTimeMs, meanFullMs, meanIncrementalMs, lastSuccessAt, days } = overview;
  const areApart = meanFullMs !== null && meanIncrementalMs !== null;
  const meanMs = areApart ? meanFullMs : meanTimeMs;
  const ended = (status: FinalStatus) => days.reduce((sum, day) => sum + day[status], 0);
  return (
    <dl
      aria-label={labels.metrics}
      className="grid divide-y divide-line rounded-2xl border border-line bg-surface shadow-card sm:grid-cols-3 sm:divide-x sm:divide-y-0"
    >
      <Metric
        label={labels.successRate}
        value={successRate === null ? labels.none : formatShare(successRate)}
        hint={labels.successRateHint(ended('success'), ended('success') + ended('error'))}
      />
      <Metric
        label={labels.meanTime}
        value={meanMs === null ? labels.none : formatDuration(meanMs)}
        hint={areApart ? labels.meanTimesHint(formatDuration(meanIncrementalMs)) : labels.meanTimeHint}
      />
      <Metric
        label={labels.lastSuccess}
        value={lastSuccessAt === null ? labels.never : <RelativeTime timestamp={lastSuccessAt} />}
      />
    </dl>
  );
}

function Metric({ label, value, hint }: { label: string; value: ReactNode; hint?: string }) {
  return (
    <div className="px-5 py-4">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="numbers mt-1 text-2xl font-semibold tracking-tight">{value}</dd>
      {hint && <dd className="text-sm text-muted">{hint}</dd>}
    </div>
  );
}
