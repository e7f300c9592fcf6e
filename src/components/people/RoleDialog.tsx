import { type RefObject, useId, useState } from 'react';
import { usePeopleChange } from '../../hooks/usePeopleChange.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { personDialogs as labels, ROLE_NAMES, ROLE_RIGHTS } from '../../lib/labels/people.ts';
import { ROLES, type Role } from '../../lib/tenants/memberships.ts';
import { displayName, type Person } from '../../lib/tenants/people.ts';
import { setRole as saveRole } from '../../lib/tenants/people-commands.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Modal } from '../ui/Modal.tsx';

interface RoleDialogProps {
  person: Person;
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** The roles with what each may do; nothing changes before it is saved. */
export function RoleDialog({ person, onClose, fallbackFocus }: RoleDialogProps) {
  const { userId } = useTenant();
  const [role, setRole] = useState(person.role);
  const name = useId();
  const who = displayName(person);
  const change = usePeopleChange({
    change: (tenantId, chosen: Role) => saveRole(tenantId, person.id, chosen),
    say: (_, chosen) => labels.roleChanged(who, ROLE_NAMES[chosen]),
  });
  const handleSave = () => change.mutate(role, { onSuccess: onClose });
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.roleTitle(who)}
      description={labels.roleLead}
      actions={
        <>
          <Button onClick={onClose}>{labels.cancel}</Button>
          <Button variant="primary" isBusy={change.isPending} isOff={role === person.role} onClick={handleSave}>
            {change.isPending ? labels.saving : labels.saveRole}
          </Button>
        </>
      }
    >
      <fieldset className="mt-4 space-y-2">
        <legend className="sr-only">{labels.roleTitle(who)}</legend>
        {ROLES.map((known) => (
          <label
            key={known}
            className="flex gap-3 rounded-lg border border-control/60 p-3 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              className="mt-1 size-4 shrink-0 accent-(--accent)"
              checked={role === known}
              onChange={() => setRole(known)}
            />
            <span>
              <span className="block font-medium">{ROLE_NAMES[known]}</span>
              <span className="block text-sm text-muted">{ROLE_RIGHTS[known]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {person.id === userId && person.role === 'admin' && role !== 'admin' && (
        <p className="mt-3 text-sm font-medium">{labels.ownRole}</p>
      )}
      {change.error !== null && (
        <div className="mt-4">
          <Failure isAlert title={labels.roleFailed} error={change.error} />
        </div>
      )}
    </Modal>
  );
}
