import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { OPENS_OVER } from '../../hooks/browser/useAddressQuery.ts';
import { useNow } from '../../hooks/browser/useNow.ts';
import { cx } from '../../lib/app/class-names.ts';
import { attemptNumber } from '../../lib/executions/timeline.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { isActive, isFinal } from '../../lib/jobs/job-status.ts';
import { viewOf } from '../../lib/jobs/job-view.ts';
import { progressOf } from '../../lib/jobs/progress.ts';
import { doneParts } from '../../lib/jobs/result-line.ts';
import { executionPanel, executions as labels } from '../../lib/labels/executions/executions.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Badge } from '../ui/Badge.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { SelectBox } from './SelectBox.tsx';
import { WorkTime } from './WorkTime.tsx';

/** What rows are called. */
export interface ExecutionNames {
  personOf: (userId: string) => string;
  providerOf: (job: Job) => string;
  /** Where a run belongs; left out where all of them belong to the same integration. `group` null: there is only one. */
  place?: (job: Job) => { integration: string; group: string | null };
}

interface ExecutionRowProps {
  job: Job;
  to: string;
  names: ExecutionNames;
  /** Class of the cells that only wide screens have. */
  wide: string;
  /** One of several equal failures that are folded away; on paper they are all there. */
  isFolded?: boolean;
}

const LINK =
  'inline-flex min-h-6 min-w-6 items-center justify-end rounded font-medium whitespace-nowrap underline-offset-2 after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent';
const CELL = 'px-3 py-1 leading-4';

/** One execution. The link stretches over the whole row: one tab stop, and a click anywhere opens the details. */
export function ExecutionRow({ job, to, names, wide, isFolded = false }: ExecutionRowProps) {
  const dateId = useId();
  const now = useNow(isActive(job.status) ? 'second' : 'halfMinute');
  const view = viewOf(job, now);
  const { counts } = progressOf(job);
  const attempt = attemptNumber(job);
  const who = job.created_by === null ? executionPanel.system : names.personOf(job.created_by);
  const done = [counts, ...doneParts(job.result)].join(' · ');
  const place = names.place?.(job) ?? null;
  return (
    <tr
      className={cx(
        'relative h-10 border-b border-line last:border-0 hover:bg-inset has-focus-visible:bg-inset',
        isFolded && 'hidden print:table-row',
      )}
    >
      <td id={dateId} className={`${CELL} numbers first:pl-5 first:has-[input]:pl-10 max-md:w-full print:w-auto`}>
        <SelectBox id={job.id} when={shortTime(job.created_at)} />
        <time dateTime={job.created_at} title={absoluteTime(job.created_at)} className="sm:whitespace-nowrap">
          {shortTime(job.created_at)}
        </time>
        {place === null && (
          <span className="block max-w-52 truncate text-xs text-muted max-md:hidden print:block" title={who}>
            {job.created_by === null ? who : labels.startedByShort(who)}
          </span>
        )}
        <span className="hidden font-mono text-[0.625rem] text-muted print:block">{job.id}</span>
        {/* Below the badge, under which they may run on: the column of the date alone is a word wide on a phone. */}
        <span className="-mr-20 mt-1 block text-xs leading-4 text-muted md:hidden print:hidden">
          {[place?.integration, place?.group, done, labels.attemptLong(attempt, job.max_attempts), who]
            .filter(Boolean)
            .map((part) => (
              <span key={part} className="block break-words">
                {part}
              </span>
            ))}
        </span>
      </td>
      {place !== null && (
        <td className={`${CELL} ${wide}`}>
          {place.integration}
          {place.group !== null && <span className="block max-w-40 truncate text-xs text-muted">{place.group}</span>}
        </td>
      )}
      <td className={`${CELL} max-md:px-1 max-md:pt-2 max-md:align-top`}>
        <Badge tone={view.tone} icon={view.icon} isSpinning={view.phase === 'running'}>
          {view.label}
        </Badge>
      </td>
      <td className={`${CELL} ${wide} numbers min-w-36 lg:min-w-44`}>
        <Bar job={job} name={names.providerOf(job)} isMoving={view.phase === 'running'} />
        <span className="text-xs text-muted">{done}</span>
      </td>
      <td className={`${CELL} ${wide} numbers text-right whitespace-nowrap`}>
        <WorkTime job={job} />
      </td>
      <td className={`${CELL} ${wide} numbers text-right whitespace-nowrap`}>
        {labels.attemptsOf(attempt, job.max_attempts)}
      </td>
      {place !== null && (
        <td className={`${CELL} ${wide}`}>
          <span className="block max-w-44 truncate" title={who}>
            {who}
          </span>
        </td>
      )}
      <td className={`${CELL} text-right max-md:px-2 md:last:pr-5 print:hidden`}>
        <Link
          to={to}
          state={OPENS_OVER}
          data-execucao={job.id}
          aria-describedby={dateId}
          preventScrollReset
          className={cx(LINK, job.status === 'error' ? 'text-danger' : 'text-accent')}
        >
          <span className="max-md:sr-only">{job.status === 'error' ? labels.seeError : labels.seeDetails}</span>
          <ChevronRight aria-hidden className="size-5 md:hidden" />
        </Link>
      </td>
    </tr>
  );
}

/** The bar with its percentage; of a finished run slim and quiet, since its words have said everything. */
function Bar({ job, name, isMoving }: { job: Job; name: string; isMoving: boolean }) {
  const now = useNow('halfMinute');
  const progress = progressOf(job);
  return (
    <span className="flex items-center gap-2.5">
      <ProgressBar
        label={`${name}, ${shortTime(job.created_at)}`}
        value={progress.value}
        valueText={progress.valueText}
        tone={viewOf(job, now).tone}
        isMoving={isMoving}
        isQuiet={isFinal(job.status)}
        className="max-w-28"
      />
      <span className={cx('w-10 text-right', isFinal(job.status) && 'text-xs text-muted')}>
        {progress.percent ?? labels.none}
      </span>
    </span>
  );
}
