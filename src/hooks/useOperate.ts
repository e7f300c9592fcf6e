import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announcer } from '../lib/app/announcer.ts';
import { askServer } from '../lib/app/server-time.ts';
import { keys } from '../lib/data/keys.ts';

/** One thing that an operator does: said aloud when done, and then read anew. */
export function useOperate<T>(run: (input: T) => Promise<void>, say: (input: T) => string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (_, input) => {
      announcer.announce(say(input));
      void askServer();
      return queryClient.invalidateQueries({ queryKey: keys.operation });
    },
  });
}
