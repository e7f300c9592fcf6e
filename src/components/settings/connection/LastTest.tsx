import { CircleCheck, CircleX } from 'lucide-react';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { jobErrorText } from '../../../lib/labels/errors.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** When what is stored was tried last, and what the provider said; nothing while it was not tried. */
export function LastTest() {
  const { tested_at: testedAt, test_result: result } = useIntegration();
  if (testedAt === null || result === null) return null;
  const isAccepted = result === 'ok';
  const Icon = isAccepted ? CircleCheck : CircleX;
  return (
    <p className="flex items-start gap-1.5 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isAccepted ? 'text-accent' : 'text-danger'}`} />
      <span>
        {labels.lastTest} <RelativeTime timestamp={testedAt} />:{' '}
        {isAccepted ? labels.testAccepted : jobErrorText(result).title}
      </span>
    </p>
  );
}
