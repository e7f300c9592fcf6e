import { useRef, useState } from 'react';
import { useOperate } from '../../hooks/useOperate.ts';
import { operation as labels } from '../../lib/labels/operation.ts';
import { releaseJob } from '../../lib/operation/commands.ts';
import type { OperatedRun, Operation } from '../../lib/operation/operation.ts';
import { Button } from '../ui/Button.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { OperateDialog } from './OperateDialog.tsx';

interface RunProps {
  run: OperatedRun;
  onRelease: () => void;
}

function Run({ run, onRelease }: RunProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-auto basis-64 text-sm">
        <p className="font-medium break-words">
          {run.provider} · <bdi>{run.tenant}</bdi>
        </p>
        <p className="numbers break-words text-muted">
          {labels.advanced} <RelativeTime timestamp={run.advanced_at} />. {labels.claimed} <bdi>{run.worker}</bdi>{' '}
          <RelativeTime timestamp={run.claimed_at} />
          {run.is_lost ? `, ${labels.isLost}.` : '.'}
        </p>
      </div>
      <Button aria-label={labels.releaseOf(run.provider, run.tenant)} onClick={onRelease}>
        {labels.release}
      </Button>
    </li>
  );
}

/** What runs, the slowest first; what is stuck can be given back. */
export function RunsSection({ data }: { data: Operation }) {
  const [asked, setAsked] = useState<OperatedRun | null>(null);
  const titleRef = useRef<HTMLHeadingElement>(null);
  const change = useOperate(releaseJob, () => labels.released);
  const handleRelease = (run: OperatedRun) => {
    change.reset();
    setAsked(run);
  };
  return (
    <Panel aria-labelledby="execucoes" className="p-5">
      <h2 id="execucoes" ref={titleRef} tabIndex={-1} className="font-semibold outline-none">
        {labels.runsTitle}
      </h2>
      <p className="mt-1 text-sm text-muted">{labels.runsLead}</p>
      {data.runs.length === 0 ? (
        <p className="mt-2 text-sm">{labels.noRuns}</p>
      ) : (
        <ul aria-labelledby="execucoes" className="mt-2 divide-y divide-line">
          {data.runs.map((run) => (
            <Run key={run.job_id} run={run} onRelease={() => handleRelease(run)} />
          ))}
        </ul>
      )}
      {asked !== null && (
        <OperateDialog
          title={labels.releaseQuestion}
          consequence={labels.releaseConsequence}
          confirm={labels.release}
          change={change}
          input={asked.job_id}
          onClose={() => setAsked(null)}
          fallbackFocus={titleRef}
        />
      )}
    </Panel>
  );
}
