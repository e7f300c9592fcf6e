import { Link } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { cx } from '../../lib/app/class-names.ts';
import { executionsOfDayPath } from '../../lib/app/links.ts';
import { axisTop, type DayCount, shortDay, totalOf } from '../../lib/integrations/overview.ts';
import { chartText, dayText } from '../../lib/integrations/overview-texts.ts';
import { FINAL_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { ENDED } from '../../lib/labels/executions/statuses.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { TONES } from '../ui/Badge.tsx';

const LABEL_EVERY_DAYS = 7;

/**
 * One column per day, which leads to the executions of that day. With one run a day it is a strip: bars of height one would fill a wall
 * and say no more. The numbers are also in the table below: a picture is no place to read them from.
 */
export function DaysChart({ days }: { days: readonly DayCount[] }) {
  const most = Math.max(0, ...days.map(totalOf));
  const isStrip = most <= 1;
  const top = isStrip ? 1 : axisTop(most);
  return (
    <figure aria-label={chartText(days)} className="numbers">
      <Legend />
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-muted">
        <div aria-hidden className={cx('flex flex-col justify-between text-right leading-none', isStrip && 'hidden')}>
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{value}</span>
          ))}
        </div>
        <ol className={cx('col-start-2 flex gap-px sm:gap-1', isStrip ? 'h-7' : 'h-32 border-b border-line')}>
          {days.map((day) => (
            <li key={day.day} className="flex min-w-0 flex-1">
              <DayColumn day={day} top={top} />
            </li>
          ))}
        </ol>
        <div aria-hidden className="relative col-start-2 mt-1.5 h-4">
          {days.map(({ day }, index) => {
            // Counted from today, which always has its label.
            const hasLabel = (days.length - 1 - index) % LABEL_EVERY_DAYS === 0;
            const left = `${((index + 0.5) / days.length) * 100}%`;
            return hasLabel ? (
              <span key={day} className="absolute -translate-x-1/2" style={{ left }}>
                {shortDay(day)}
              </span>
            ) : null;
          })}
        </div>
      </div>
    </figure>
  );
}

function Legend() {
  return (
    <figcaption className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {FINAL_STATUSES.map((status) => (
        <span key={status} className={`${TONES[PHASE_VIEWS[status].tone]} inline-flex items-center gap-1.5`}>
          <span aria-hidden className="size-2.5 rounded-sm bg-(--tone-bar) forced-color-adjust-none" />
          {ENDED[status].column}
        </span>
      ))}
    </figcaption>
  );
}

function DayColumn({ day, top }: { day: DayCount; top: number }) {
  const { tenant } = useTenant();
  const { provider_slug: slug } = useIntegration();
  const text = dayText(day);
  if (totalOf(day) === 0) return <span title={text} className="flex-1 rounded-sm bg-inset" />;
  return (
    <Link
      to={executionsOfDayPath(tenant.slug, slug, day.day)}
      title={text}
      aria-label={labels.seeDay(text)}
      className="flex flex-1 flex-col justify-end gap-px rounded-sm bg-inset hover:bg-line"
    >
      {FINAL_STATUSES.toReversed().map((status) =>
        day[status] === 0 ? null : (
          <span
            key={status}
            style={{ height: `${(day[status] / top) * 100}%` }}
            className={`${TONES[PHASE_VIEWS[status].tone]} rounded-sm bg-(--tone-bar) forced-color-adjust-none`}
          />
        ),
      )}
    </Link>
  );
}
