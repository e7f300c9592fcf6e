import { CircleX } from 'lucide-react';
import type { FailedAttempt } from '../../../lib/executions/error-details.ts';
import { jobErrorText } from '../../../lib/labels/errors.ts';
import { Notice } from '../../ui/Notice.tsx';
import { TechnicalDetails } from './TechnicalDetails.tsx';

/** Why an execution failed: in words, what to do, and the technical details for support. */
export function ErrorPanel(input: FailedAttempt) {
  const { title, advice } = jobErrorText(input.code);
  return (
    <Notice icon={CircleX} title={title}>
      {/* The message of the job already says what to do. */}
      <p className="text-ink">{input.message ?? advice}</p>
      <TechnicalDetails {...input} />
    </Notice>
  );
}
