import { axisTop, type DayCount, shortDay, totalOf } from '../../lib/integrations/overview.ts';
import { chartText, dayText } from '../../lib/integrations/overview-texts.ts';
import { FINAL_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { ENDED } from '../../lib/labels/executions/statuses.ts';
import { TONES } from '../ui/Badge.tsx';

/** Share of a day's slot that its bar fills. */
const BAR = 0.66;
const LABEL_EVERY_DAYS = 7;

/**
 * Stacked bars, one per day. Only the bars are stretched to the width, so that the words keep their size on a phone.
 * The numbers are in the table below: a picture is no place to read them from.
 */
export function DaysChart({ days }: { days: readonly DayCount[] }) {
  const top = axisTop(Math.max(0, ...days.map(totalOf)));
  return (
    <figure>
      <Legend />
      <div className="numbers grid grid-cols-[auto_1fr] gap-x-3 text-xs text-muted">
        <div aria-hidden className="-my-2 flex h-44 flex-col justify-between text-right leading-4">
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{value}</span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${days.length} ${top}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={chartText(days)}
          className="h-40 w-full overflow-visible"
        >
          {[0, top / 2, top].map((y) => (
            <line key={y} x2={days.length} y1={y} y2={y} vectorEffect="non-scaling-stroke" className="stroke-line" />
          ))}
          {days.map((day, index) => (
            <DayBar key={day.day} day={day} x={index} top={top} />
          ))}
        </svg>
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
    <figcaption className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {FINAL_STATUSES.map((status) => (
        <span key={status} className={`${TONES[PHASE_VIEWS[status].tone]} inline-flex items-center gap-1.5`}>
          <span aria-hidden className="size-2.5 rounded-sm bg-(--tone-bar)" />
          {ENDED[status].column}
        </span>
      ))}
    </figcaption>
  );
}

function DayBar({ day, x, top }: { day: DayCount; x: number; top: number }) {
  let y = top;
  return (
    <g>
      <title>{dayText(day)}</title>
      {/* The whole column answers to the pointer, also on days without a bar. */}
      <rect x={x} width={1} height={top} className="fill-transparent hover:fill-inset" />
      {FINAL_STATUSES.map((status) => {
        y -= day[status];
        return day[status] === 0 ? null : (
          <rect
            key={status}
            x={x + (1 - BAR) / 2}
            y={y}
            width={BAR}
            height={day[status]}
            className={`${TONES[PHASE_VIEWS[status].tone]} pointer-events-none fill-(--tone-bar)`}
          />
        );
      })}
    </g>
  );
}
