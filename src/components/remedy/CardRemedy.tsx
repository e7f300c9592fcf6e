import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import { problemOf } from '../../lib/integrations/problem.ts';
import { remedyOf } from '../../lib/jobs/remedies.ts';
import { MEND_CREDENTIAL } from '../../lib/labels/addresses.ts';
import { remedies as labels } from '../../lib/labels/remedies.ts';
import { configFields } from '../../lib/settings/config-schema.ts';
import { credentialLabel } from './credential-label.ts';
import { ProblemFacts } from './ProblemFacts.tsx';
import { RemedyLink } from './RemedyLink.tsx';

/** On the card of a failing integration: since when, and the way to what helps. A run has its own button there. */
export default function CardRemedy({ describedBy }: { describedBy?: string }) {
  const integration = useIntegration();
  const { tenant, canChange } = useTenant();
  const problem = problemOf(integration);
  if (problem === null) return null;
  const slug = integration.provider_slug;
  const hasOptions = configFields(integration.provider.config_schema).length > 0;
  const { first } = remedyOf(problem.code);
  return (
    <div className="space-y-2 text-sm">
      <div className="space-y-1 text-muted">
        <ProblemFacts isBrief problem={problem} />
      </div>
      {canChange && first === 'credential' && (
        <RemedyLink
          variant="primary"
          describedBy={describedBy}
          to={detailPath(tenant.slug, slug, { mend: MEND_CREDENTIAL })}
        >
          {credentialLabel(problem.code)}
        </RemedyLink>
      )}
      {canChange && (first === 'address' || (first === 'options' && hasOptions)) && (
        <RemedyLink
          variant="primary"
          describedBy={describedBy}
          to={detailPath(tenant.slug, slug, { tab: 'configuracao', field: first })}
        >
          {labels.first[first]}
        </RemedyLink>
      )}
    </div>
  );
}
