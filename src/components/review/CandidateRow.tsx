import { Check } from 'lucide-react';
import { review as labels, REASONS } from '../../lib/labels/review.ts';
import type { Candidate } from '../../lib/review/contacts.ts';
import { formatDocument } from '../../lib/text/documents.ts';
import { formatShare } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';

interface CandidateRowProps {
  candidate: Candidate;
  /** Place in the list, from 1: the key that chooses it. */
  place: number;
  contactName: string;
  /** Null for those who only read. */
  onChoose: (() => void) | null;
}

/** One company that the contact may belong to: how alike the names are, and what speaks against it. */
export function CandidateRow({ candidate, place, contactName, onChoose }: CandidateRowProps) {
  const { legal_name: name, trade_name: tradeName, document, is_active: isActive, likeness, reasons } = candidate;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 sm:flex-nowrap">
      <span aria-hidden className="numbers hidden w-4 shrink-0 text-sm text-muted sm:block">
        {place}
      </span>
      <div className="min-w-0 flex-1 basis-full sm:basis-0">
        <p className="font-medium break-words">{name}</p>
        <p className="numbers text-sm break-words text-muted">
          {[
            tradeName !== null && tradeName !== name ? tradeName : null,
            document === null ? null : formatDocument(document),
            isActive === false ? labels.inactive : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        <p className="numbers mt-0.5 text-sm text-muted">
          <span className="font-medium text-ink">{labels.likeness(formatShare(likeness))}</span>
          {reasons.length > 0 && ` · ${reasons.map((reason) => REASONS[reason] ?? reason).join(', ')}`}
        </p>
      </div>
      {onChoose !== null && (
        <Button icon={Check} onClick={onChoose} aria-label={labels.thisOneFor(name, contactName)}>
          {labels.thisOne}
        </Button>
      )}
    </li>
  );
}
