import { MailCheck } from 'lucide-react';
import { useId } from 'react';
import { useTenant } from '../../hooks/useTenant.ts';
import { people as labels, ROLE_NAMES } from '../../lib/labels/people.ts';
import { displayName, type Person } from '../../lib/tenants/people.ts';
import { absoluteTime, shortDate } from '../../lib/time/reader-time.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { ResendButton } from './ResendButton.tsx';

interface PersonRowProps {
  person: Person;
  /** The database lets this person neither go nor become something else. */
  isLastAdmin: boolean;
  onChangeRole: () => void;
  onRemove: () => void;
}

/** Somebody of the group; for admins with what can be done about them. */
export function PersonRow({ person, isLastAdmin, onChangeRole, onRemove }: PersonRowProps) {
  const { canChange, userId } = useTenant();
  const reasonId = useId();
  const who = displayName(person);
  const reason = isLastAdmin ? { 'aria-describedby': reasonId } : {};
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-auto basis-64">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-medium break-words">{who}</bdi>
          {person.id === userId && <span className="text-sm text-muted">({labels.you})</span>}
          {!person.hasCome && (
            <Badge tone="canceled" icon={MailCheck}>
              {labels.pending}
            </Badge>
          )}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted">
          <span className="font-medium text-ink">{ROLE_NAMES[person.role]}</span>
          {person.name !== null && <bdi className="min-w-0 break-words">{person.email}</bdi>}
          <time dateTime={person.since} title={absoluteTime(person.since)} className="numbers">
            {person.hasCome ? labels.since(shortDate(person.since)) : labels.invited(shortDate(person.since))}
          </time>
        </p>
        {canChange && isLastAdmin && (
          <p id={reasonId} className="mt-1 max-w-prose text-sm text-muted">
            {labels.onlyAdmin}
          </p>
        )}
      </div>
      {canChange && (
        <div className="flex flex-wrap gap-2 print:hidden">
          {!person.hasCome && <ResendButton person={person} />}
          <Button aria-label={labels.changeOf(who)} isOff={isLastAdmin} onClick={onChangeRole} {...reason}>
            {labels.change}
          </Button>
          <Button variant="danger" aria-label={labels.removeOf(who)} isOff={isLastAdmin} onClick={onRemove} {...reason}>
            {labels.remove}
          </Button>
        </div>
      )}
    </li>
  );
}
