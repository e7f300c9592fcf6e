import { Circle, CircleAlert, CircleCheck, CircleDot, type LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import { useConnectionTest } from '../../hooks/settings/useConnectionTest.ts';
import { useUpdateIntegration } from '../../hooks/settings/useUpdateIntegration.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { cx } from '../../lib/app/class-names.ts';
import { detailPath } from '../../lib/app/links.ts';
import { SETUP_STEPS, type Setup, type SetupStep } from '../../lib/integrations/setup.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { steps as labels, STEP_NAMES } from '../../lib/labels/setup.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';

/** What a new integration still needs, and the next of it as a link or a button. */
export default function SetupSteps({ setup }: { setup: Setup }) {
  const { provider } = useIntegration();
  const { canChange } = useTenant();
  return (
    <div className="space-y-2 text-sm">
      <ol aria-label={labels.list(provider.name)} className="grid grid-cols-2 gap-x-3 gap-y-1">
        {SETUP_STEPS.map((step) => (
          <Step key={step} step={step} setup={setup} />
        ))}
      </ol>
      {setup.next === 'test' && setup.testFailure !== null && (
        <p className="text-danger">
          {labels.testRefused}: {jobErrorText(setup.testFailure).title}
        </p>
      )}
      {canChange ? <NextStep setup={setup} /> : <p className="text-muted">{labels.askAdmin}</p>}
    </div>
  );
}

function Step({ step, setup }: { step: SetupStep; setup: Setup }) {
  const isDone = setup.done.has(step);
  const isNext = setup.next === step;
  const hasFailed = step === 'test' && isNext && setup.testFailure !== null;
  const icons: Array<[boolean, LucideIcon]> = [
    [isDone, CircleCheck],
    [hasFailed, CircleAlert],
    [isNext, CircleDot],
  ];
  const Icon = icons.find(([applies]) => applies)?.[1] ?? Circle;
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className={cx('flex items-start gap-1.5', isNext ? 'font-medium text-ink' : 'text-muted')}
    >
      <Icon
        aria-hidden
        className={cx('mt-0.5 size-4 shrink-0', hasFailed ? 'text-danger' : (isDone || isNext) && 'text-accent')}
      />
      <span>
        {STEP_NAMES[step]}
        {isDone && <span className="sr-only"> ({labels.done})</span>}
        {isNext && <span className="sr-only"> ({labels.next})</span>}
      </span>
    </li>
  );
}

function NextStep({ setup: { next, testFailure } }: { setup: Setup }) {
  const { provider } = useIntegration();
  const { tenant } = useTenant();
  const test = useConnectionTest();
  const update = useUpdateIntegration();
  if (next === 'run') return <p className="text-muted">{labels.runHint}</p>;
  if (next === 'activation') {
    return (
      <>
        <Button isBusy={update.isPending} onClick={() => update.mutate({ is_enabled: true })}>
          {update.isPending ? labels.activating : labels.activate}
        </Button>
        {update.error !== null && <Failure isAlert error={update.error} />}
      </>
    );
  }
  const settings = (label: string) => (
    <Link
      to={detailPath(tenant.slug, provider.slug, { tab: 'configuracao', field: 'credential' })}
      className={buttonClass()}
    >
      {label}
    </Link>
  );
  if (next === 'credential') return settings(labels.giveCredential);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {testFailure !== null && settings(labels.fixConnection)}
        <Button isBusy={test.isBusy} onClick={() => test.run({ baseUrl: '', credential: '' }, false)}>
          {test.isBusy ? labels.testing : labels.test}
        </Button>
      </div>
      {test.error !== null && <Failure isAlert error={test.error} />}
    </>
  );
}
