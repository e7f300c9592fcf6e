import { useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import { usePeopleChange } from '../../hooks/usePeopleChange.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { personDialogs as labels } from '../../lib/labels/people.ts';
import { membershipsOptions } from '../../lib/tenants/memberships.ts';
import { displayName, type Person } from '../../lib/tenants/people.ts';
import { removePerson } from '../../lib/tenants/people-commands.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Modal } from '../ui/Modal.tsx';

interface RemoveDialogProps {
  person: Person;
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Whoever has left a group is shown another one, not that this one does not exist. */
function useLeave(): () => void {
  const { tenant, userId } = useTenant();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return () => {
    queryClient.setQueryData(membershipsOptions(userId).queryKey, (known) =>
      known?.filter(({ id }) => id !== tenant.id),
    );
    void navigate('/integracoes');
  };
}

/** Says what removing does to this person before it is done. */
export function RemoveDialog({ person, onClose, fallbackFocus }: RemoveDialogProps) {
  const { tenant, userId } = useTenant();
  const leave = useLeave();
  const isSelf = person.id === userId;
  const who = displayName(person);
  const removal = usePeopleChange({
    change: async (tenantId) => {
      await removePerson(tenantId, person.id);
      if (isSelf) leave();
    },
    say: () => labels.removed(who),
  });
  const consequence = () => {
    if (isSelf) return labels.removeSelf(tenant.name);
    return person.hasCome ? labels.removeMember(who, tenant.name) : labels.removePending(who, tenant.name);
  };
  const handleConfirm = () => removal.mutate(undefined, { onSuccess: onClose });
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.removeTitle(who)}
      description={consequence()}
      actions={
        <>
          <Button onClick={onClose}>{labels.cancel}</Button>
          <Button variant="danger" isBusy={removal.isPending} onClick={handleConfirm}>
            {removal.isPending ? labels.removing : labels.confirmRemove}
          </Button>
        </>
      }
    >
      {removal.error !== null && (
        <div className="mt-4">
          <Failure isAlert title={labels.removeFailed} error={removal.error} />
        </div>
      )}
    </Modal>
  );
}
