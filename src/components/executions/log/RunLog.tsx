import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useRunLog } from '../../../hooks/executions/useRunLog.ts';
import { usePeople } from '../../../hooks/usePeople.ts';
import { LINE_GROUPS, type LineGroup } from '../../../lib/executions/log/entries.ts';
import { isNoLongerKept, logLines, matchesLine } from '../../../lib/executions/log/log-lines.ts';
import { jobLogsOptions } from '../../../lib/executions/logs.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { runLogSection } from '../../../lib/labels/executions/executions.ts';
import { runLog as labels } from '../../../lib/labels/executions/run-log.ts';
import { logTime } from '../../../lib/time/reader-time.ts';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { ChoiceBar } from '../../ui/form/ChoiceBar.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { LogFiles } from './LogFiles.tsx';
import { LogLines } from './LogLines.tsx';

const ALL = 'all';
/** So many lines are drawn at first, and more on demand. */
const SHOWN = 100;

/** What the worker did, newest first: filtered, searched, copied, as a file. */
export default function RunLog({ job }: { job: Job }) {
  const nameOf = usePeople();
  const [group, setGroup] = useState<LineGroup | null>(null);
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(SHOWN);
  const linesRef = useRef<HTMLOListElement>(null);
  const query = useRunLog(job);
  const attempts = useQuery(jobLogsOptions(job.id));
  const failed = query.data === undefined ? query : attempts.data === undefined ? attempts : null;
  if (query.data === undefined || attempts.data === undefined) {
    if (failed?.error == null) return <p className="py-2 text-muted">{runLogSection.loading}</p>;
    return <Failure title={labels.failed} error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  const all = logLines({
    job,
    attempts: attempts.data,
    log: query.data,
    nameOf,
    clock: (timestamp) => logTime(timestamp, job.created_at),
  });
  const found = all.filter((line) => matchesLine(line, group, search));
  const choices = [
    { value: ALL, label: labels.all } as const,
    ...LINE_GROUPS.map((value) => ({ value, label: labels.groups[value] })),
  ];
  return (
    <div className="mt-2 space-y-3">
      <ChoiceBar<LineGroup | typeof ALL>
        label={labels.filter}
        choices={choices}
        value={group ?? ALL}
        onChange={(value) => setGroup(value === ALL ? null : value)}
      />
      <Field
        type="search"
        label={labels.search}
        value={search}
        maxLength={100}
        onChange={({ target }) => setSearch(target.value)}
      />
      <LogFiles
        job={job}
        lines={found}
        onCopyRefused={() => linesRef.current && window.getSelection()?.selectAllChildren(linesRef.current)}
      />
      <p className="numbers text-sm text-muted">{labels.count(found.length, all.length)}</p>
      {isNoLongerKept(job, query.data) && <p className="text-sm text-muted">{labels.notKept}</p>}
      {found.length === 0 ? (
        <p className="text-sm text-muted">{labels.noMatch}</p>
      ) : (
        <LogLines ref={linesRef} lines={found.toReversed().slice(0, shown)} since={job.created_at} />
      )}
      {found.length > shown && <Button onClick={() => setShown(shown + SHOWN)}>{labels.more}</Button>}
    </div>
  );
}
