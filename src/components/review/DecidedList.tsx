import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { usePeople } from '../../hooks/usePeople.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { review as labels } from '../../lib/labels/review.ts';
import { type Decision, decisionsOptions } from '../../lib/review/decisions.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

interface DecidedListProps {
  onUndo: (decision: Decision) => void;
}

/** What was decided, by whom and when, the newest first. */
export function DecidedList({ onUndo }: DecidedListProps) {
  const { tenant, canChange } = useTenant();
  const personOf = usePeople();
  const { data, error, refetch } = useQuery(decisionsOptions(tenant.id));
  if (data === undefined) {
    if (error !== null) return <Failure title={labels.failed} error={error} onRetry={() => void refetch()} />;
    return <p className="text-sm text-muted">{labels.loading}</p>;
  }
  if (data.length === 0) return <p className="text-muted">{labels.noneDecided}</p>;
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
      {data.map(({ contact_id: id, contact, company, decided_by: by, decided_at: at }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-medium break-words">{contact}</p>
            <p className="text-sm break-words text-muted">
              {company === null ? labels.isNobody : labels.isOf(company)}
              {' · '}
              {labels.by(by === null ? labels.unknownPerson : personOf(by))} <RelativeTime timestamp={at} />
            </p>
          </div>
          {canChange && (
            <Button
              icon={Undo2}
              aria-label={labels.undoOf(contact)}
              onClick={() => onUndo({ contact_id: id, decision: null, company_id: null })}
            >
              {labels.undo}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
