import { Link } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { executionsOfDayPath } from '../../lib/app/links.ts';
import { type DayCount, shortDay, totalOf } from '../../lib/integrations/overview.ts';
import { chartText, dayText } from '../../lib/integrations/overview-texts.ts';
import { FINAL_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { ENDED } from '../../lib/labels/executions/statuses.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { TONES } from '../ui/Badge.tsx';

/**
 * One field per day, which leads to the executions of that day and shows how they ended, by their shares: bars of height one would fill
 * a wall and say no more. Fields stay as large as a finger needs, so a phone has rows of them. The numbers are also in the table below:
 * a picture is no place to read them from.
 */
export function DaysChart({ days }: { days: readonly DayCount[] }) {
  return (
    <figure aria-label={chartText(days)} className="numbers">
      <Legend />
      <ol className="grid grid-cols-6 gap-x-1 gap-y-1.5 xs:grid-cols-10 md:grid-cols-15 lg:grid-cols-30">
        {days.map((day, index) => (
          <li key={day.day} className="min-w-0 text-center text-[0.6875rem] leading-4 whitespace-nowrap text-muted">
            <DayField day={day} />
            <span aria-hidden className={day.error === 0 ? undefined : 'font-bold text-danger'}>
              {index === 0 || day.day.endsWith('-01') ? shortDay(day.day) : day.day.slice(8)}
            </span>
          </li>
        ))}
      </ol>
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

/** What did not end well lies above what did. */
function DayField({ day }: { day: DayCount }) {
  const { tenant } = useTenant();
  const { provider_slug: slug } = useIntegration();
  const text = dayText(day);
  if (totalOf(day) === 0) {
    return <span title={text} className="block h-7 rounded-sm border border-transparent bg-inset" />;
  }
  return (
    <Link
      to={executionsOfDayPath(tenant.slug, slug, day.day)}
      title={text}
      aria-label={labels.seeDay(text)}
      className="flex h-7 flex-col gap-px overflow-hidden rounded-sm border border-transparent hover:opacity-75"
    >
      {FINAL_STATUSES.toReversed().map((status) =>
        day[status] === 0 ? null : (
          <span
            key={status}
            style={{ flexGrow: day[status] }}
            className={`${TONES[PHASE_VIEWS[status].tone]} bg-(--tone-bar) forced-color-adjust-none print:print-color-adjust-exact`}
          />
        ),
      )}
    </Link>
  );
}
