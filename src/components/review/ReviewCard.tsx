import { Search, UserX } from 'lucide-react';
import { useId } from 'react';
import { review as labels } from '../../lib/labels/review.ts';
import type { Candidate } from '../../lib/review/contacts.ts';
import { Button } from '../ui/Button.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { CandidateRow } from './CandidateRow.tsx';
import { CompanySearch } from './CompanySearch.tsx';

export interface ReviewCardProps {
  contact: { id: string; name: string | null; number: string | null };
  /** Undefined while they are being looked for. */
  candidates: readonly Candidate[] | undefined;
  /** Null for those who only read. */
  actions: {
    isSelected: boolean;
    isSearching: boolean;
    onSelect: () => void;
    onSearch: () => void;
    onCompany: (company: { id: string; name: string }) => void;
    onNobody: () => void;
  } | null;
}

/** Id of the element of a contact: it takes the focus when it is its turn. */
export const cardId = (contactId: string) => `contato-${contactId}`;

/** A contact that waits for a decision, with the companies that it may belong to. */
export function ReviewCard({ contact, candidates, actions }: ReviewCardProps) {
  const id = useId();
  const name = contact.name ?? '';
  return (
    <Panel
      id={cardId(contact.id)}
      tabIndex={-1}
      aria-labelledby={id}
      className="p-4 focus:outline-2 focus:outline-offset-2 focus:outline-accent sm:p-5"
    >
      <div className="flex items-start gap-3">
        {actions !== null && (
          <label className="-m-2 flex p-2">
            <input
              type="checkbox"
              checked={actions.isSelected}
              onChange={actions.onSelect}
              aria-label={labels.select(name)}
              className="mt-1 size-5 accent-accent"
            />
          </label>
        )}
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-semibold break-words">
            {name}
          </h2>
          <p className="numbers text-sm text-muted">{contact.number ?? labels.noNumber}</p>
        </div>
      </div>
      {candidates === undefined && (
        <div className="mt-3">
          <p className="sr-only">{labels.loadingCandidates}</p>
          <Skeleton className="h-16" />
        </div>
      )}
      {candidates?.length === 0 && <p className="mt-3 text-sm text-muted">{labels.noCandidates}</p>}
      {candidates !== undefined && candidates.length > 0 && (
        <ol aria-label={labels.candidates(name)} className="mt-2 divide-y divide-line border-y border-line">
          {candidates.map((candidate, n) => (
            <CandidateRow
              key={candidate.company_id}
              candidate={candidate}
              place={n + 1}
              contactName={name}
              onChoose={actions && (() => actions.onCompany({ id: candidate.company_id, name: candidate.legal_name }))}
            />
          ))}
        </ol>
      )}
      {actions !== null && (
        <div className="mt-3 space-y-3">
          <div className="flex flex-wrap gap-2">
            <Button
              icon={Search}
              aria-expanded={actions.isSearching}
              aria-label={labels.otherFor(name)}
              onClick={actions.onSearch}
            >
              {labels.other}
            </Button>
            <Button icon={UserX} aria-label={labels.nobodyFor(name)} onClick={actions.onNobody}>
              {labels.nobody}
            </Button>
          </div>
          {actions.isSearching && <CompanySearch onChoose={actions.onCompany} />}
        </div>
      )}
    </Panel>
  );
}
