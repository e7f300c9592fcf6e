import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../../lib/data/keys.ts';
import { isFinal } from '../../lib/jobs/job-status.ts';
import { jobStoreOf } from '../../lib/live/job-store.ts';
import { markRead, notificationsOptions } from '../../lib/notifications/notifications.ts';

/** The reader's notifications, read again as soon as a run ends: they are written with its end. */
export function useNotifications(userId: string) {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      jobStoreOf(queryClient).onTransition(({ before, after }) => {
        if (before === null || !isFinal(after.status) || isFinal(before.status)) return;
        void queryClient.invalidateQueries({ queryKey: keys.notifications(userId) });
      }),
    [queryClient, userId],
  );
  return useQuery(notificationsOptions(userId));
}

/** Marks notifications as read: all that were seen, or one. */
export function useMarkRead(userId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ until, id }: { until: string; id: string | null }) => markRead(until, id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.notifications(userId) }),
  });
}
