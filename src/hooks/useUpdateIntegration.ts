import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type IntegrationChange, updateIntegration } from '../lib/integration-commands.ts';
import { keys } from '../lib/queries/keys.ts';

/** Saves a change of an integration and shows the saved state; `isPending` lasts until the page has it. */
export function useUpdateIntegration(tenantId: string, integrationId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: IntegrationChange) => updateIntegration(integrationId, change),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) }),
  });
}
