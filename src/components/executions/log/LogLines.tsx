import type { Ref } from 'react';
import type { LogLine } from '../../../lib/executions/log/log-lines.ts';
import { runLog as labels } from '../../../lib/labels/executions/run-log.ts';
import { absoluteTime, logTime } from '../../../lib/time/reader-time.ts';

interface LogLinesProps {
  /** Newest first. */
  lines: readonly LogLine[];
  /** The day whose lines need no date. */
  since: string;
  ref: Ref<HTMLOListElement>;
}

/** The lines of a log. What a worker or a provider wrote is isolated, so that a mark of direction in it turns nothing round it. */
export function LogLines({ lines, since, ref }: LogLinesProps) {
  return (
    <ol ref={ref} aria-label={labels.list} className="rounded-xl border border-line bg-surface text-sm">
      {lines.map(({ key, at, text, detail, groups }) => (
        <li
          key={key}
          className="flex flex-col gap-x-4 border-b border-line px-3 py-1.5 last:border-0 xs:flex-row xs:items-baseline"
        >
          <time dateTime={at} title={absoluteTime(at)} className="numbers shrink-0 text-muted">
            {logTime(at, since)}
          </time>
          <p className={`numbers min-w-0 break-words ${groups.includes('errors') ? 'text-danger' : ''}`}>
            <bdi>{text}</bdi>
            {detail !== null && <bdi className="block text-muted">{detail}</bdi>}
          </p>
        </li>
      ))}
    </ol>
  );
}
