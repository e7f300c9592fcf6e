import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { type AttemptLog, jobLogsOptions, removedText } from '../../../lib/executions/logs.ts';
import { type TimelineEntry, timelineOf } from '../../../lib/executions/timeline.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { RECORDS } from '../../../lib/labels/common.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { formatDuration, formatPlural } from '../../../lib/text/format.ts';
import { absoluteTime } from '../../../lib/time/reader-time.ts';
import { TONES } from '../../ui/Badge.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { TechnicalDetails } from './TechnicalDetails.tsx';

interface AttemptTimelineProps {
  job: Job;
  now: number;
}

/** The attempts of an execution, newest first, each with its numbers and its error. */
export function AttemptTimeline({ job, now }: AttemptTimelineProps) {
  const id = useId();
  const query = useQuery(jobLogsOptions(job.id));
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-3 font-semibold">
        {labels.timeline}
      </h3>
      {query.data === undefined && query.error !== null && (
        <Failure title={labels.timelineFailed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <ol className="border-l-2 border-line">
        {timelineOf(job, query.data ?? [], now).map((entry) => (
          <Entry key={entry.key} entry={entry} job={job} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry, job }: { entry: TimelineEntry; job: Job }) {
  const { title, tone, at, log, isCurrent } = entry;
  return (
    <li className={`${TONES[tone]} relative pb-5 pl-5 text-sm last:pb-0`} aria-current={isCurrent ? 'step' : undefined}>
      <span
        aria-hidden
        className="absolute top-1 -left-[7px] size-3 rounded-full border-2 border-paper bg-(--tone-dot)"
      />
      <p className="numbers font-medium">{title}</p>
      <p className="numbers text-muted">
        {[at === null ? null : absoluteTime(at), log && numbersOf(log)].filter(Boolean).join(' · ')}
      </p>
      {log?.status === 'error' && (
        <>
          <p className="mt-1">{log.error_message}</p>
          <TechnicalDetails
            job={job}
            attempt={log.attempt}
            code={log.error_code}
            message={log.error_message}
            at={log.created_at}
          />
        </>
      )}
    </li>
  );
}

function numbersOf(log: AttemptLog): string {
  const records = formatPlural(log.total_processados, RECORDS);
  const took = log.execution_time_ms === null ? null : formatDuration(log.execution_time_ms);
  return [records, took, removedText(log)].filter((part) => part !== null).join(' · ');
}
