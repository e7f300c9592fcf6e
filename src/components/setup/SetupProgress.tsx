import { Circle, CircleCheck, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { NewIntegrationFlow } from '../../hooks/settings/useNewIntegration.ts';
import { cx } from '../../lib/app/class-names.ts';
import { SETUP_STEPS, type SetupStep } from '../../lib/integrations/setup.ts';
import { newIntegration as labels, STEP_BUSY, STEP_NAMES } from '../../lib/labels/setup.ts';

type Progress = Pick<NewIntegrationFlow, 'busy' | 'failed' | 'done'>;

function stateOf(step: SetupStep, { busy, failed, done }: Progress): [word: string, icon: LucideIcon, colour: string] {
  if (busy === step) return [labels.stepBusy, LoaderCircle, 'text-accent motion-safe:animate-spin'];
  if (failed?.step === step) return [labels.stepFailed, CircleX, 'text-danger'];
  if (done.has(step)) return [labels.stepDone, CircleCheck, 'text-accent'];
  return [labels.stepOpen, Circle, 'text-muted'];
}

/** The four steps while they are done, one after the other. */
export function SetupProgress(progress: Progress) {
  return (
    <div>
      <p role="status" className="sr-only">
        {progress.busy === null ? '' : STEP_BUSY[progress.busy]}
      </p>
      <ol aria-label={labels.progress} className="grid gap-2 text-sm sm:grid-cols-4">
        {SETUP_STEPS.map((step) => {
          const [word, Icon, colour] = stateOf(step, progress);
          return (
            <li key={step} className="flex items-center gap-2">
              <Icon aria-hidden className={cx('size-4.5 shrink-0', colour)} />
              <span>
                {STEP_NAMES[step]}
                <span className="sr-only">: {word}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
