import { useQuery } from '@tanstack/react-query';
import { IntegrationContext } from '../../../hooks/useIntegration.ts';
import { useIntegrations } from '../../../hooks/useIntegrations.ts';
import { useLiveJobs } from '../../../hooks/useLiveJobs.ts';
import { TenantContext, useTenant } from '../../../hooks/useTenant.ts';
import { jobOptions } from '../../../lib/executions/queries.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { Failure } from '../../ui/Failure.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import type { OpenExecution } from '../ExecutionBrowser.tsx';
import { ExecutionPanel } from './ExecutionPanel.tsx';

/** The panel of an execution of whatever group and integration: what it needs to know of them is found by the execution. */
export function PanelOfAnyGroup({ execution }: { execution: OpenExecution }) {
  const { knownJobs } = useLiveJobs();
  const scope = useTenant();
  const query = useQuery({ ...jobOptions(execution.id), enabled: !knownJobs.has(execution.id) });
  const job = knownJobs.get(execution.id) ?? query.data ?? null;
  const tenant = job === null ? undefined : scope.tenants.find(({ id }) => id === job.tenant_id);
  if (job === null || tenant === undefined) {
    const isGone = job !== null || query.data === null;
    return (
      <SidePanel
        title={isGone ? labels.gone : labels.loading}
        description={isGone ? labels.goneAdvice : labels.loading}
        onClose={execution.close}
      >
        {query.error !== null && (
          <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </SidePanel>
    );
  }
  return (
    <TenantContext value={{ ...scope, tenant, canChange: tenant.role === 'admin' }}>
      <OfIntegration job={job} execution={execution} />
    </TenantContext>
  );
}

function OfIntegration({ job, execution }: { job: Job; execution: OpenExecution }) {
  const { integrations, error, refetch } = useIntegrations();
  const integration = integrations.find(({ provider_slug: slug }) => slug === job.provider_slug);
  if (integration === undefined) {
    return (
      <SidePanel title={labels.loading} description={labels.loading} onClose={execution.close}>
        {error !== null && <Failure title={labels.failed} error={error} onRetry={refetch} />}
      </SidePanel>
    );
  }
  return (
    <IntegrationContext value={integration}>
      <ExecutionPanel execution={execution} />
    </IntegrationContext>
  );
}
