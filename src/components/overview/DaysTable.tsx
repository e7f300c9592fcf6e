import { type DayCount, shortDay, totalOf } from '../../lib/integrations/overview.ts';
import { FINAL_STATUSES } from '../../lib/jobs/job-status.ts';
import { ENDED } from '../../lib/labels/executions/statuses.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { Disclosure } from '../ui/Disclosure.tsx';

/** The chart's numbers; days without executions are left out. */
export function DaysTable({ days }: { days: readonly DayCount[] }) {
  const shown = days.filter((day) => totalOf(day) > 0).reverse();
  return (
    <Disclosure summary={labels.chartTable} className="mt-3">
      <table className="numbers mt-2 w-full max-w-md">
        <caption className="sr-only">{labels.chart}</caption>
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-1 font-medium">
              {labels.day}
            </th>
            {FINAL_STATUSES.map((status) => (
              <th key={status} scope="col" className="py-1 text-right font-medium">
                {ENDED[status].column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((day) => (
            <tr key={day.day} className="border-t border-line">
              <th scope="row" className="py-1 text-left font-normal">
                {shortDay(day.day)}
              </th>
              {FINAL_STATUSES.map((status) => (
                <td key={status} className="py-1 text-right">
                  {day[status]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
