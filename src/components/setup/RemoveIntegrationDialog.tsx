import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { keys } from '../../lib/data/keys.ts';
import { removeIntegration } from '../../lib/integrations/commands.ts';
import { hasActiveJob } from '../../lib/integrations/view.ts';
import { removal as labels } from '../../lib/labels/setup.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Modal } from '../ui/Modal.tsx';

interface RemoveIntegrationDialogProps {
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Says what goes and what stays before an integration is removed. */
export default function RemoveIntegrationDialog({ onClose, fallbackFocus }: RemoveIntegrationDialogProps) {
  const integration = useIntegration();
  const { provider } = integration;
  const { tenant } = useTenant();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation({
    mutationFn: () => removeIntegration(tenant.id, provider.slug),
    onSuccess: () => {
      announcer.announce(labels.removed(provider.name));
      void navigate(`/integracoes?tenant=${tenant.slug}`);
    },
    // After a failure too: somebody else may have been faster.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.events(tenant.id, provider.slug) });
      void queryClient.invalidateQueries({ queryKey: keys.allActiveJobs });
      return queryClient.invalidateQueries({ queryKey: keys.integrations(tenant.id) });
    },
  });
  const goes = [...(hasActiveJob(integration) ? [labels.goesRun] : []), labels.goesCredential, labels.goesSchedule];
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.ask(provider.name)}
      description={labels.after}
      actions={
        <>
          <Button onClick={onClose}>{labels.keep}</Button>
          <Button variant="danger" isBusy={removal.isPending} onClick={() => removal.mutate()}>
            {removal.isPending ? labels.removing : labels.confirm}
          </Button>
        </>
      }
    >
      <Facts title={labels.goes} facts={goes} />
      <Facts title={labels.stays} facts={[labels.staysRuns, labels.staysData, labels.staysTrail]} />
      {removal.error !== null && (
        <div className="mt-4">
          <Failure isAlert title={labels.failed} error={removal.error} />
        </div>
      )}
    </Modal>
  );
}

function Facts({ title, facts }: { title: string; facts: readonly string[] }) {
  return (
    <div className="mt-4 text-sm">
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  );
}
