import { useMemo } from 'react';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { ExecutionBrowser } from './ExecutionBrowser.tsx';
import { ExecutionPanel } from './panel/ExecutionPanel.tsx';

/** Execuções: the history of the integration, live, with filters and the details of each run beside it. */
export function ExecutionsTab() {
  const { tenant_id: tenantId, provider_slug: slug, provider } = useIntegration();
  const { tenant } = useTenant();
  const tenantIds = useMemo(() => [tenantId], [tenantId]);
  return (
    <ExecutionBrowser
      tenantIds={tenantIds}
      slug={slug}
      caption={labels.caption(provider.name)}
      title={`${labels.title(provider.name)} · ${tenant.name}`}
      names={{ providerOf: () => provider.name, groupOf: () => tenant.name }}
      fileName={{ group: tenant.slug, integration: slug }}
      panel={(execution) => <ExecutionPanel execution={execution} />}
    />
  );
}
