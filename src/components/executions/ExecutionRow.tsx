import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { useNow } from '../../hooks/browser/useNow.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { attemptNumber } from '../../lib/executions/timeline.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { isActive } from '../../lib/jobs/job-status.ts';
import { viewOf } from '../../lib/jobs/job-view.ts';
import { progressOf } from '../../lib/jobs/progress.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Badge } from '../ui/Badge.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { WorkTime } from './WorkTime.tsx';

interface ExecutionRowProps {
  job: Job;
  to: string;
  /** Class of the cells that only wide screens have. */
  wide: string;
}

/** One execution. The link stretches over the whole row: one tab stop, and a click anywhere opens the details. */
export function ExecutionRow({ job, to, wide }: ExecutionRowProps) {
  const { provider } = useIntegration();
  const dateId = useId();
  const now = useNow(isActive(job.status) ? 'second' : 'halfMinute');
  const view = viewOf(job, now);
  const progress = progressOf(job);
  const date = shortTime(job.created_at);
  const attempt = attemptNumber(job);
  return (
    <tr className="relative border-b border-line last:border-0 hover:bg-inset has-focus-visible:bg-inset">
      <td id={dateId} className="numbers px-3 py-3 align-top first:pl-5">
        <time dateTime={job.created_at} title={absoluteTime(job.created_at)} className="sm:whitespace-nowrap">
          {date}
        </time>
        <span className="mt-0.5 block text-muted md:hidden print:hidden">
          {progress.counts}
          <br />
          {labels.attemptLong(attempt, job.max_attempts)}
        </span>
      </td>
      <td className="px-3 py-3 align-top">
        <Badge tone={view.tone} icon={view.icon} isSpinning={view.phase === 'running'}>
          {view.label}
        </Badge>
      </td>
      <td className={`${wide} numbers min-w-44 px-3 py-3 align-top`}>
        <div className="flex items-center gap-2.5">
          <ProgressBar
            label={`${provider.name}, ${date}`}
            value={progress.value}
            valueText={progress.valueText}
            tone={view.tone}
            isMoving={view.phase === 'running'}
            className="max-w-32"
          />
          <span className="w-10 text-right">{progress.percent ?? labels.none}</span>
        </div>
        <span className="text-muted">{progress.counts}</span>
      </td>
      <td className={`${wide} numbers px-3 py-3 text-right align-top whitespace-nowrap`}>
        <WorkTime job={job} />
      </td>
      <td className={`${wide} numbers px-3 py-3 text-right align-top whitespace-nowrap`}>
        {labels.attemptsOf(attempt, job.max_attempts)}
      </td>
      <td className="px-3 py-3 text-right align-top last:pr-5 print:hidden">
        <Link
          to={to}
          aria-describedby={dateId}
          preventScrollReset
          className={`inline-flex min-h-6 min-w-6 items-center justify-end rounded font-medium whitespace-nowrap underline-offset-2 after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent ${job.status === 'error' ? 'text-danger' : 'text-accent'}`}
        >
          <span className="max-md:sr-only">{job.status === 'error' ? labels.seeError : labels.seeDetails}</span>
          <ChevronRight aria-hidden className="size-5 md:hidden" />
        </Link>
      </td>
    </tr>
  );
}
