import { useEffect, useState } from 'react';
import type { Job } from '../../lib/jobs/job.ts';
import { estimateSeconds, type ProgressSample } from '../../lib/jobs/progress.ts';
import { useNow } from '../browser/useNow.ts';

/** Seconds that a running job still needs, by its speed since this page first saw the attempt; null while unknown. */
export function useEstimate(job: Job): number | null {
  const now = useNow('second');
  const key = `${job.id}/${job.attempts}`;
  const [first, setFirst] = useState<{ key: string; sample: ProgressSample } | null>(null);
  const isRunning = job.status === 'running';
  useEffect(() => {
    if (!isRunning) return;
    setFirst((known) => (known?.key === key ? known : { key, sample: { percent: job.progress, at: Date.now() } }));
  }, [isRunning, key, job.progress]);
  if (!isRunning || job.total_count === null || first?.key !== key) return null;
  return estimateSeconds(first.sample, { percent: job.progress, at: now });
}
