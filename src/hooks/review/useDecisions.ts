import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { review as labels } from '../../lib/labels/review.ts';
import { type Decision, decideContacts } from '../../lib/review/decisions.ts';

interface Done {
  /** What was decided, in words. */
  text: string;
  /** Undoes it. */
  previous: Decision[];
}

/** Decides about contacts and remembers what was before, so that every decision of this visit can be undone, the last one first. */
export function useDecisions(tenantId: string) {
  const queryClient = useQueryClient();
  const [done, setDone] = useState<readonly Done[]>([]);
  const deciding = useMutation({
    mutationFn: async ({ decisions, text }: { decisions: readonly Decision[]; text: string }) => ({
      text,
      previous: await decideContacts(queryClient, tenantId, decisions),
    }),
    onSuccess: (last) => {
      setDone((all) => [...all, last]);
      announcer.announce(last.text);
    },
  });
  const undoing = useMutation({
    mutationFn: (last: Done) => decideContacts(queryClient, tenantId, last.previous),
    onSuccess: (_, last) => {
      setDone((all) => all.filter((one) => one !== last));
      announcer.announce(labels.undone);
    },
  });
  const last = done.at(-1) ?? null;
  return {
    last,
    isBusy: deciding.isPending || undoing.isPending,
    error: deciding.error ?? undoing.error,
    decide: (decisions: readonly Decision[], text: string) => {
      undoing.reset();
      deciding.mutate({ decisions, text });
    },
    undo: () => {
      deciding.reset();
      if (last !== null && !undoing.isPending) undoing.mutate(last);
    },
  };
}
