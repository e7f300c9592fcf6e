import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useOperate } from '../../hooks/useOperate.ts';
import { operation as labels } from '../../lib/labels/operation.ts';
import { setPause } from '../../lib/operation/commands.ts';
import type { Operation } from '../../lib/operation/operation.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { OperateDialog } from './OperateDialog.tsx';

interface PauseRowProps {
  name: string;
  /** Null = the whole queue. */
  slug: string | null;
  pausedAt: string | null;
}

/** Pausing asks first, since it stops others; going on does not. */
function PauseRow({ name, slug, pausedAt }: PauseRowProps) {
  const [isAsking, setIsAsking] = useState(false);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const change = useOperate(
    (isPaused: boolean) => setPause(isPaused, slug),
    (isPaused) => (isPaused ? labels.paused(name) : labels.resumed(name)),
  );
  const handlePress = () => {
    change.reset();
    if (pausedAt === null) setIsAsking(true);
    else change.mutate(false);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="font-medium break-words">{name}</p>
        <p className="numbers text-sm text-muted">
          {pausedAt === null ? labels.runs : `${labels.pausedSince} `}
          {pausedAt !== null && (
            <time dateTime={pausedAt} title={absoluteTime(pausedAt)}>
              {shortTime(pausedAt)}
            </time>
          )}
        </p>
      </div>
      <Button
        ref={buttonRef}
        icon={pausedAt === null ? Pause : Play}
        variant={pausedAt === null ? 'secondary' : 'primary'}
        aria-label={pausedAt === null ? labels.pauseOf(name) : labels.resumeOf(name)}
        isBusy={change.isPending}
        onClick={handlePress}
      >
        {pausedAt === null ? labels.pause : labels.resume}
      </Button>
      {!isAsking && change.error !== null && (
        <div className="w-full">
          <Failure isAlert title={labels.changeFailed} error={change.error} />
        </div>
      )}
      {isAsking && (
        <OperateDialog
          title={labels.pauseQuestion(name)}
          consequence={labels.pauseConsequence}
          confirm={labels.pause}
          change={change}
          input={true}
          onClose={() => setIsAsking(false)}
          fallbackFocus={buttonRef}
        />
      )}
    </li>
  );
}

/** Maintenance: the whole queue, or one provider. */
export function PauseSection({ data }: { data: Operation }) {
  return (
    <Panel aria-labelledby="manutencao" className="p-5">
      <h2 id="manutencao" className="font-semibold">
        {labels.pauseTitle}
      </h2>
      <p className="mt-1 text-sm text-muted">{labels.pauseLead}</p>
      <ul aria-labelledby="manutencao" className="mt-2 divide-y divide-line">
        <PauseRow name={labels.wholeQueue} slug={null} pausedAt={data.paused_at} />
        {data.providers.map(({ slug, name, paused_at }) => (
          <PauseRow key={slug} name={name} slug={slug} pausedAt={paused_at} />
        ))}
      </ul>
    </Panel>
  );
}
