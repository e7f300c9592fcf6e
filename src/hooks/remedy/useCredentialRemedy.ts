import { useMutation } from '@tanstack/react-query';
import { announcer } from '../../lib/app/announcer.ts';
import { setCredential } from '../../lib/integrations/commands.ts';
import { credentialRemedy as labels } from '../../lib/labels/remedies.ts';
import { type ConnectionTestFailure, testConnection } from '../../lib/settings/connection-test.ts';
import { resumeSchedule } from '../../lib/settings/schedule-commands.ts';
import { useIntegration } from '../useIntegration.ts';
import { useRefreshIntegration } from './useRefreshIntegration.ts';

/**
 * Tries a credential, saves it if the provider takes it, and lets a paused schedule go on: the test has shown that its cause is gone. Its
 * data is why the provider does not take it; null = all is done.
 */
export function useCredentialRemedy() {
  const { tenant_id: tenantId, provider_slug: slug, schedule_paused_at: pausedAt } = useIntegration();
  const refresh = useRefreshIntegration();
  return useMutation({
    // It holds a credential: nothing of it stays in the cache.
    gcTime: 0,
    mutationFn: async (credential: string): Promise<ConnectionTestFailure> => {
      const failure = await testConnection({ tenantId, slug, baseUrl: null, credential });
      if (failure !== null) return failure;
      await setCredential(tenantId, slug, credential);
      if (pausedAt !== null) await resumeSchedule(tenantId, slug);
      announcer.announce(labels.saved);
      return null;
    },
    onSettled: refresh,
  });
}
