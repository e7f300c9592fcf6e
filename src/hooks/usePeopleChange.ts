import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announcer } from '../lib/app/announcer.ts';
import { keys } from '../lib/data/keys.ts';
import { useTenant } from './useTenant.ts';

interface PeopleChange<In, Out> {
  change: (tenantId: string, input: In) => Promise<Out>;
  /** What to say when it is done. */
  say: (result: Out, input: In) => string;
}

/** A change of the people of the chosen tenant; it is pending until the page shows the new list. */
export function usePeopleChange<In, Out>({ change, say }: PeopleChange<In, Out>) {
  const { tenant, userId } = useTenant();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => change(tenant.id, input),
    onSuccess: (result, input) => announcer.announce(say(result, input)),
    // After a failure too: it may be that somebody else has changed the list. The reader's own role may be another one now.
    onSettled: async () => {
      void queryClient.invalidateQueries({ queryKey: keys.peopleEvents(tenant.id) });
      void queryClient.invalidateQueries({ queryKey: keys.memberships(userId) });
      await queryClient.invalidateQueries({ queryKey: keys.people(tenant.id) });
    },
  });
}
