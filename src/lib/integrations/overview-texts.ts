import { FINAL_STATUSES, type FinalStatus } from '../jobs/job-status.ts';
import { ENDED } from '../labels/executions/statuses.ts';
import { overview as labels } from '../labels/overview.ts';
import { formatPlural } from '../text/format.ts';
import { type DayCount, shortDay } from './overview.ts';

/** One day in words: "23/11: 3 concluídas, 1 falha". Cancelled ones are named when there are any. */
export function dayText(day: DayCount): string {
  const told = FINAL_STATUSES.filter((status) => status !== 'canceled' || day.canceled > 0);
  return labels.dayCounts(
    shortDay(day.day),
    told.map((status) => formatPlural(day[status], ENDED[status])),
  );
}

/** The chart in one sentence, for who does not see it. */
export function chartText(days: readonly DayCount[]): string {
  const total = (status: FinalStatus) => days.reduce((sum, day) => sum + day[status], 0);
  return labels.allCounts(FINAL_STATUSES.map((status) => formatPlural(total(status), ENDED[status])));
}
