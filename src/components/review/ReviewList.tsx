import { useRef, useState } from 'react';
import { useReview } from '../../hooks/review/useReview.ts';
import { type ReviewKeys, useReviewKeys } from '../../hooks/review/useReviewKeys.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { review as labels } from '../../lib/labels/review.ts';
import { type Decision, isObvious } from '../../lib/review/decisions.ts';
import { formatPlural } from '../../lib/text/format.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { BulkBar } from './BulkBar.tsx';
import { cardId, ReviewCard } from './ReviewCard.tsx';

interface ReviewListProps {
  search: string;
  isBusy: boolean;
  onDecide: (decisions: readonly Decision[], text: string) => void;
  onUndo: () => void;
  onFind: () => void;
}

const focusCard = (id: string | undefined) => id !== undefined && document.getElementById(cardId(id))?.focus();
const isOf = (contactId: string, companyId: string): Decision => ({
  contact_id: contactId,
  decision: 'company',
  company_id: companyId,
});
const isNobody = (contactId: string): Decision => ({
  contact_id: contactId,
  decision: 'not_a_customer',
  company_id: null,
});

/** The contacts that wait for a decision: one by one, many at once, or by the keyboard. */
export function ReviewList({ search, isBusy, onDecide, onUndo, onFind }: ReviewListProps) {
  const { tenant, canChange } = useTenant();
  const { query, contacts, candidates, hasMore, showMore } = useReview(tenant.id, search);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [searchingId, setSearchingId] = useState<string | null>(null);
  const listRef = useRef<HTMLDivElement>(null);

  const candidatesOf = (id: string) => candidates.data?.get(id);
  const nameOf = (id: string) => contacts.find((contact) => contact.id === id)?.name ?? '';
  const focusedId = () =>
    contacts.find(({ id }) => document.getElementById(cardId(id))?.contains(document.activeElement))?.id;
  const chosen = contacts.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const obvious = contacts.filter(({ id }) => isObvious(candidatesOf(id) ?? [])).map(({ id }) => id);

  const decide = (decisions: readonly Decision[], text: string) => {
    if (isBusy || decisions.length === 0) return;
    // The cards go: the next one that stays takes the focus.
    const gone = new Set(decisions.map(({ contact_id }) => contact_id));
    const first = contacts.findIndex(({ id }) => gone.has(id));
    const next = contacts.slice(first).find(({ id }) => !gone.has(id)) ?? contacts.find(({ id }) => !gone.has(id));
    if (next === undefined) listRef.current?.focus();
    else focusCard(next.id);
    setSelected(new Set());
    setSearchingId(null);
    onDecide(decisions, text);
  };
  const decideCompany = (id: string, company: { id: string; name: string }) =>
    decide([isOf(id, company.id)], labels.wasCompany(nameOf(id), company.name));
  const decideNobody = (id: string) => decide([isNobody(id)], labels.wasNobody(nameOf(id)));
  const decideMany = (decisions: readonly Decision[]) =>
    decide(decisions, labels.decidedMany(formatPlural(decisions.length, labels.wasMany)));
  const toggle = (id: string) =>
    setSelected((ids) => new Set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]));

  const onCurrent = (work: (id: string) => void) => () => {
    const id = focusedId();
    if (canChange && id !== undefined) work(id);
  };
  const keyActions: ReviewKeys = {
    onMove: (step) => {
      const at = contacts.findIndex(({ id }) => id === focusedId());
      focusCard(contacts[at === -1 ? 0 : Math.min(contacts.length - 1, Math.max(0, at + step))]?.id);
    },
    onCandidate: (place) =>
      onCurrent((id) => {
        const candidate = candidatesOf(id)?.[place - 1];
        if (candidate !== undefined) decideCompany(id, { id: candidate.company_id, name: candidate.legal_name });
      })(),
    onSearch: onCurrent(setSearchingId),
    onNobody: onCurrent(decideNobody),
    onSelect: onCurrent(toggle),
    onUndo,
    onFind,
  };
  useReviewKeys(keyActions);

  if (query.data === undefined) {
    if (query.error !== null) {
      return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
    }
    return <p className="text-sm text-muted">{labels.loading}</p>;
  }
  return (
    <div ref={listRef} tabIndex={-1} className="space-y-4 outline-none">
      {contacts.length === 0 && (
        <div className="rounded-2xl border border-line bg-surface p-6 text-center">
          <p className="font-semibold">{search === '' ? labels.none : labels.noneFound}</p>
          {search === '' && <p className="mt-1 text-sm text-muted">{labels.noneAdvice}</p>}
        </div>
      )}
      {canChange && contacts.length > 0 && (
        <BulkBar
          selected={chosen.length}
          hasObvious={obvious.length > 0}
          onObvious={() => setSelected(new Set(obvious))}
          onFirst={() =>
            decideMany(
              chosen.flatMap((id) => {
                const first = candidatesOf(id)?.[0];
                return first === undefined ? [] : [isOf(id, first.company_id)];
              }),
            )
          }
          onNobody={() => decideMany(chosen.map(isNobody))}
          onClear={() => setSelected(new Set())}
        />
      )}
      {candidates.error !== null && (
        <Failure title={labels.failed} error={candidates.error} onRetry={() => void candidates.refetch()} />
      )}
      {contacts.map((contact) => (
        <ReviewCard
          key={contact.id}
          contact={contact}
          candidates={candidatesOf(contact.id)}
          actions={
            canChange
              ? {
                  isSelected: selected.has(contact.id),
                  isSearching: searchingId === contact.id,
                  onSelect: () => toggle(contact.id),
                  onSearch: () => setSearchingId(searchingId === contact.id ? null : contact.id),
                  onCompany: (company) => decideCompany(contact.id, company),
                  onNobody: () => decideNobody(contact.id),
                }
              : null
          }
        />
      ))}
      {hasMore && <Button onClick={showMore}>{labels.more}</Button>}
    </div>
  );
}
