import { useId } from 'react';
import { chartText, dayText, overview as labels } from '../../lib/labels/overview.ts';
import { axisTop, type DayCount, shortDay } from '../../lib/overview.ts';
import { TONES } from '../ui/Badge.tsx';

const SERIES = [
  { key: 'success', tone: 'success', label: labels.success },
  { key: 'canceled', tone: 'canceled', label: labels.canceled },
  { key: 'error', tone: 'error', label: labels.error },
] as const;

const WIDTH = 720;
const HEIGHT = 168;
const LEFT = 30;
const BOTTOM = 22;
const TOP = 8;
const PLOT = HEIGHT - BOTTOM - TOP;

function totalOf(day: DayCount): number {
  return day.success + day.error + day.canceled;
}

/** 30 stacked bars, one per day. The numbers are in the table below: a picture is no place to read them from. */
export function DaysChart({ days }: { days: readonly DayCount[] }) {
  const titleId = useId();
  const top = axisTop(Math.max(0, ...days.map(totalOf)));
  const slot = (WIDTH - LEFT) / Math.max(1, days.length);
  return (
    <figure>
      <Legend />
      <div className="-mx-1 overflow-x-auto px-1">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={titleId} className="w-full min-w-[30rem]">
          <title id={titleId}>{chartText(days)}</title>
          {[0, top / 2, top].map((value) => (
            <GridLine key={value} value={value} top={top} />
          ))}
          {days.map((day, index) => (
            <DayBar key={day.day} day={day} x={LEFT + index * slot} slot={slot} top={top} />
          ))}
          {days.map((day, index) =>
            (days.length - 1 - index) % 7 === 0 ? (
              <text
                key={day.day}
                x={LEFT + (index + 0.5) * slot}
                y={HEIGHT - 6}
                textAnchor="middle"
                className="numbers fill-muted text-[11px]"
              >
                {shortDay(day.day)}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </figure>
  );
}

function Legend() {
  return (
    <figcaption className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {SERIES.map(({ key, tone, label }) => (
        <span key={key} className={`${TONES[tone]} inline-flex items-center gap-1.5`}>
          <span aria-hidden className="size-2.5 rounded-sm bg-(--tone-bar)" />
          {label}
        </span>
      ))}
    </figcaption>
  );
}

function GridLine({ value, top }: { value: number; top: number }) {
  const y = TOP + PLOT * (1 - value / top);
  return (
    <>
      <line
        x1={LEFT}
        x2={WIDTH}
        y1={y}
        y2={y}
        className="stroke-line"
        strokeDasharray={value === 0 ? undefined : '2 4'}
      />
      <text x={LEFT - 8} y={y + 4} textAnchor="end" className="numbers fill-muted text-[11px]">
        {value}
      </text>
    </>
  );
}

function DayBar({ day, x, slot, top }: { day: DayCount; x: number; slot: number; top: number }) {
  let base = TOP + PLOT;
  return (
    <g>
      <title>{dayText(day)}</title>
      {/* The whole column answers to the pointer, also on days without a bar. */}
      <rect x={x} y={TOP} width={slot} height={PLOT} className="fill-transparent hover:fill-inset" />
      {SERIES.map(({ key, tone }) => {
        const height = (PLOT * day[key]) / top;
        base -= height;
        return height === 0 ? null : (
          <rect
            key={key}
            x={x + slot * 0.18}
            y={base}
            width={slot * 0.64}
            height={height}
            rx={2}
            className={`${TONES[tone]} pointer-events-none fill-(--tone-bar)`}
          />
        );
      })}
    </g>
  );
}
