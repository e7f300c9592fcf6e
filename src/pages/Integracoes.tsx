import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { IntegrationGrid } from '../components/integrations/IntegrationGrid.tsx';
import { ConnectionIndicator } from '../components/layout/ConnectionIndicator.tsx';
import { buttonClass } from '../components/ui/Button.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useIntegrations } from '../hooks/useIntegrations.ts';
import { useLiveJobs } from '../hooks/useLiveJobs.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { newIntegrationPath } from '../lib/app/links.ts';
import { integrations as labels } from '../lib/labels/integrations.ts';

/** `/integracoes`: all integrations of the chosen tenant. */
export default function Integracoes() {
  const { tenant, canChange } = useTenant();
  const integrations = useIntegrations();
  const jobs = useLiveJobs();
  useDocumentTitle(tenant.name);
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="max-w-2xl">
          <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
          <p className="mt-1 text-muted">{labels.lead}</p>
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <ConnectionIndicator {...jobs} />
          {canChange && integrations.integrations.length > 0 && (
            <Link to={newIntegrationPath(tenant.slug)} className={buttonClass('secondary')}>
              <Plus aria-hidden className="size-4" />
              {labels.add}
            </Link>
          )}
        </div>
      </div>
      <IntegrationGrid {...integrations} />
    </>
  );
}
