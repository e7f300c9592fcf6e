import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announcer } from '../../lib/app/announcer.ts';
import { keys } from '../../lib/data/keys.ts';
import { settings as labels } from '../../lib/labels/settings.ts';
import type { ConnectionTexts } from '../../lib/settings/connection.ts';
import { type ConnectionTestFailure, testConnection } from '../../lib/settings/connection-test.ts';
import { useIntegration } from '../useIntegration.ts';

export interface ConnectionTest {
  isBusy: boolean;
  /** Why there is no answer. */
  error: Error | null;
  /** The provider's answer. `isDraft`: what was tried is not saved. */
  result: { failure: ConnectionTestFailure; isDraft: boolean } | null;
  /** `onAccepted`: what to do once the provider has accepted it. */
  run: (texts: ConnectionTexts, isDraft: boolean, onAccepted?: () => void) => void;
  /** Forgets the answer, also one that is still to come: it would be about other values. */
  reset: () => void;
}

/** "Testar conexão" with what stands in the form; an empty credential means the stored one. */
export function useConnectionTest(): ConnectionTest {
  const queryClient = useQueryClient();
  const { tenant_id: tenantId, provider_slug: slug, provider } = useIntegration();
  const test = useMutation({
    mutationFn: async ({ texts, isDraft }: { texts: ConnectionTexts; isDraft: boolean }) => {
      const failure = await testConnection({
        tenantId,
        slug,
        // What is stored is named by giving nothing: only then the integration tells of the test afterwards.
        baseUrl: isDraft ? texts.baseUrl.trim() || provider.default_base_url : null,
        credential: texts.credential.trim() || null,
      });
      return { failure, isDraft };
    },
    // It holds a credential: nothing of it stays in the cache.
    gcTime: 0,
  });
  return {
    isBusy: test.isPending,
    error: test.error,
    result: test.data ?? null,
    run: (texts, isDraft, onAccepted) => {
      if (test.isPending) return;
      test.mutate(
        { texts, isDraft },
        {
          onSuccess: ({ failure }) => {
            if (failure !== null) return;
            announcer.announce(labels.testOk);
            onAccepted?.();
          },
          onSettled: () => {
            void queryClient.invalidateQueries({ queryKey: keys.events(tenantId, slug) });
            if (!isDraft) void queryClient.invalidateQueries({ queryKey: keys.integrations(tenantId) });
          },
        },
      );
    },
    reset: test.reset,
  };
}
