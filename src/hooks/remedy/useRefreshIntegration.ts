import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../lib/data/keys.ts';
import { useIntegration } from '../useIntegration.ts';

/** Reads again what a change of the integration may have changed; resolves when the page has the integration itself. */
export function useRefreshIntegration(): () => Promise<void> {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: keys.events(tenantId, slug) });
    return queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) });
  };
}
