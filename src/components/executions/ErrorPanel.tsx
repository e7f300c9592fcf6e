import { CircleX } from 'lucide-react';
import { jobErrorText } from '../../lib/error-codes.ts';
import type { ErrorDetailsInput } from '../../lib/error-details.ts';
import { Notice } from '../ui/Notice.tsx';
import { TechnicalDetails } from './TechnicalDetails.tsx';

/** Why an execution failed: in words, what to do, and the technical details for support. */
export function ErrorPanel(input: ErrorDetailsInput) {
  const { title, advice } = jobErrorText(input.code);
  return (
    <Notice icon={CircleX} title={title}>
      {/* The message of the job already says what to do. */}
      <p className="text-ink">{input.message ?? advice}</p>
      <TechnicalDetails {...input} />
    </Notice>
  );
}
