import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announcer } from '../../lib/app/announcer.ts';
import { keys } from '../../lib/data/keys.ts';
import { useTenant } from '../useTenant.ts';

/** A change of the webhooks of the chosen group, pending until the page shows it; `say` tells what was done. */
export function useWebhookChange<In, Out>(change: (input: In) => Promise<Out>, say: (input: In) => string) {
  const { tenant } = useTenant();
  const queryClient = useQueryClient();
  return useMutation({
    // It may hold the address or the key of a webhook: nothing of it stays in the cache.
    gcTime: 0,
    mutationFn: change,
    onSuccess: (_out, input) => announcer.announce(say(input)),
    onSettled: async () => {
      void queryClient.invalidateQueries({ queryKey: keys.webhookCalls(tenant.id) });
      await queryClient.invalidateQueries({ queryKey: keys.webhooks(tenant.id) });
    },
  });
}
