import { type DayCount, shortDay } from '../../lib/integrations/overview.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { Disclosure } from '../ui/Disclosure.tsx';

/** The chart's numbers; days without executions are left out. */
export function DaysTable({ days }: { days: readonly DayCount[] }) {
  const shown = days.filter((day) => day.success + day.error + day.canceled > 0).reverse();
  return (
    <Disclosure summary={labels.chartTable} className="mt-3">
      <table className="numbers mt-2 w-full max-w-md">
        <caption className="sr-only">{labels.chart}</caption>
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-1 font-medium">
              {labels.day}
            </th>
            {[labels.success, labels.error, labels.canceled].map((label) => (
              <th key={label} scope="col" className="py-1 text-right font-medium">
                {label}
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
              <td className="py-1 text-right">{day.success}</td>
              <td className="py-1 text-right">{day.error}</td>
              <td className="py-1 text-right">{day.canceled}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
