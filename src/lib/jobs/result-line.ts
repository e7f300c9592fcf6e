import { RECORDS } from '../labels/common.ts';
import { SUMMARY } from '../labels/executions/results.ts';
import { integrations as labels } from '../labels/integrations.ts';
import { formatDuration, formatPlural } from '../text/format.ts';
import type { Job } from './job.ts';
import { parseResult } from './job-result.ts';

const NAMED = ['created', 'updated', 'removed', 'problems'] as const;

type Ended = Pick<Job, 'processed_count' | 'execution_time_ms' | 'result'>;

/** "3 criados", "1 removido": what a run did with the records, as far as it did something. */
export function doneParts(result: Job['result']): string[] {
  const { counters } = parseResult(result);
  return NAMED.flatMap((key) => {
    const count = counters.get(key) ?? 0;
    return count === 0 ? [] : [formatPlural(count, SUMMARY[key])];
  });
}

/** "498 registros em 8,4 s · 3 criados · 1 removido": what a successful run did, in one line. */
export function resultLine({ processed_count, execution_time_ms, result }: Ended): string {
  const records = formatPlural(processed_count, RECORDS);
  const read = execution_time_ms === null ? records : labels.recordsIn(records, formatDuration(execution_time_ms));
  return [read.charAt(0).toUpperCase() + read.slice(1), ...doneParts(result)].join(' · ');
}
