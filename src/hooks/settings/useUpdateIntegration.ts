import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../lib/data/keys.ts';
import type { Integration } from '../../lib/integrations/catalogue.ts';
import { type IntegrationChange, setCredential, updateIntegration } from '../../lib/integrations/commands.ts';
import { useIntegration } from '../useIntegration.ts';

/** Changed columns, and a new credential if there is one. */
export interface SettingsChange extends IntegrationChange {
  credential?: string;
}

async function save(integration: Integration, { credential, ...columns }: SettingsChange): Promise<void> {
  // The address goes first: when its host changes the database drops the credential that belonged to the old one.
  if (Object.keys(columns).length > 0) await updateIntegration(integration.id, columns);
  if (credential !== undefined) await setCredential(integration.tenant_id, integration.provider_slug, credential);
}

/** Saves a change of an integration and shows the saved state; `isPending` lasts until the page has it. */
export function useUpdateIntegration() {
  const integration = useIntegration();
  const queryClient = useQueryClient();
  const { tenant_id: tenantId, provider_slug: slug } = integration;
  return useMutation({
    // What was saved, a credential among it, stays in memory no longer than the form needs it.
    gcTime: 0,
    mutationFn: (change: SettingsChange) => save(integration, change),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.events(tenantId, slug) });
      void queryClient.invalidateQueries({ queryKey: keys.resumePoints });
      return queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) });
    },
  });
}
