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
      {input.message !== null && <p className="text-ink">{input.message}</p>}
      <p className="mt-1">{advice}</p>
      <TechnicalDetails {...input} />
    </Notice>
  );
}
