import { useSyncExternalStore } from 'react';
import { type QueueStatus, queueStatusStore } from '../lib/app/queue-status.ts';

/** Is the queue in maintenance, and does the reader operate it? As the server said within the last minute. */
export function useQueueStatus(): QueueStatus {
  return useSyncExternalStore(queueStatusStore.subscribe, queueStatusStore.snapshot);
}
