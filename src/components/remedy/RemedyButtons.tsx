import type { RefObject } from 'react';
import { useResumeSchedule } from '../../hooks/remedy/useResumeSchedule.ts';
import { useUpdateIntegration } from '../../hooks/settings/useUpdateIntegration.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { JobActions } from '../../hooks/useJobActions.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import type { Problem } from '../../lib/integrations/problem.ts';
import { remedyOf } from '../../lib/jobs/remedies.ts';
import { remedies as labels } from '../../lib/labels/remedies.ts';
import { configFields } from '../../lib/settings/config-schema.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { credentialLabel } from './credential-label.ts';
import { RemedyLink } from './RemedyLink.tsx';

interface RemedyButtonsProps {
  problem: Problem;
  actions: JobActions;
  /** The button that opens the field of the credential. */
  openerRef: RefObject<HTMLButtonElement | null>;
  onMend: () => void;
}

/** First what ends the cause, then what else can be done. */
export function RemedyButtons({ problem, actions, openerRef, onMend }: RemedyButtonsProps) {
  const { first, runHelps } = remedyOf(problem.code);
  const { tenant } = useTenant();
  const { provider, provider_slug: slug, is_enabled: isEnabled } = useIntegration();
  const activation = useUpdateIntegration();
  const resumption = useResumeSchedule();
  const hasOptions = configFields(provider.config_schema).length > 0;
  const error = activation.error ?? resumption.error;
  const run = (variant?: 'primary') => (
    <Button variant={variant} isBusy={actions.isSubmitting} onClick={() => actions.run()}>
      {labels.first.run}
    </Button>
  );
  const details = problem.jobId !== null && (
    <RemedyLink
      variant={first === 'details' ? 'primary' : 'quiet'}
      to={detailPath(tenant.slug, slug, { tab: 'execucoes', jobId: problem.jobId })}
    >
      {first === 'details' ? labels.first.details : labels.seeError}
    </RemedyLink>
  );

  return (
    <div className="space-y-3 pt-2">
      <div className="flex flex-wrap gap-2">
        {first === 'credential' && (
          <Button ref={openerRef} variant="primary" onClick={onMend}>
            {credentialLabel(problem.code)}
          </Button>
        )}
        {(first === 'address' || (first === 'options' && hasOptions)) && (
          <RemedyLink variant="primary" to={detailPath(tenant.slug, slug, { tab: 'configuracao', field: first })}>
            {labels.first[first]}
          </RemedyLink>
        )}
        {first === 'activation' && !isEnabled && (
          <Button
            variant="primary"
            isBusy={activation.isPending}
            onClick={() => activation.mutate({ is_enabled: true })}
          >
            {labels.first.activation}
          </Button>
        )}
        {first === 'details' && details}
        {isEnabled && first === 'run' && run('primary')}
        {isEnabled && first !== 'run' && (runHelps || first === 'activation') && run()}
        {problem.pausedAt !== null && (
          <Button isBusy={resumption.isPending} onClick={() => resumption.mutate()}>
            {resumption.isPending ? labels.resuming : labels.resume}
          </Button>
        )}
        {first !== 'details' && details}
      </div>
      {error !== null && (
        <Failure
          isAlert
          title={activation.error === null ? labels.resumeFailed : labels.activationFailed}
          error={error}
        />
      )}
    </div>
  );
}
