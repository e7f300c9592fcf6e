import { useState } from 'react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { useStepFocus } from '../../hooks/browser/useStepFocus.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import type { JobActions } from '../../hooks/useJobActions.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { problemOf } from '../../lib/integrations/problem.ts';
import { MEND, MEND_CREDENTIAL } from '../../lib/labels/addresses.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { remedies as labels } from '../../lib/labels/remedies.ts';
import { Notice } from '../ui/Notice.tsx';
import { CredentialRemedy } from './CredentialRemedy.tsx';
import { ProblemFacts } from './ProblemFacts.tsx';
import { RemedyButtons } from './RemedyButtons.tsx';

/** Above the tabs: why the integration fails, since when, and the button that helps. `?corrigir=credencial` opens the field at once. */
export default function RemedyBanner({ actions }: { actions: JobActions }) {
  const integration = useIntegration();
  const { canChange } = useTenant();
  const { params, change } = useAddressQuery();
  const [isMended, setIsMended] = useState(false);
  const isMending = canChange && params.get(MEND) === MEND_CREDENTIAL;
  // Back to the button that opened the field, but not when the whole banner is about to go.
  const openerRef = useStepFocus<HTMLButtonElement>(isMending || isMended ? 'field' : 'buttons');
  const problem = problemOf(integration);
  if (problem === null) return null;
  const { title, advice } = jobErrorText(problem.code);

  const handleMended = () => {
    setIsMended(true);
    change({ [MEND]: null });
    // The field goes away with the focus in it.
    document.getElementById('conteudo')?.focus();
    if (integration.is_enabled) actions.run();
  };
  return (
    <section aria-label={labels.region}>
      <Notice title={title}>
        <p className="break-words text-ink">{problem.message ?? advice}</p>
        <ProblemFacts problem={problem} />
        {isMending && <CredentialRemedy onCancel={() => change({ [MEND]: null })} onMended={handleMended} />}
        {canChange && !isMending && (
          <RemedyButtons
            problem={problem}
            actions={actions}
            openerRef={openerRef}
            onMend={() => {
              setIsMended(false);
              change({ [MEND]: MEND_CREDENTIAL });
            }}
          />
        )}
      </Notice>
    </section>
  );
}
