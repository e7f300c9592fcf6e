import { isRecord } from '../data/json.ts';

/** A provider of which nothing is begun (maintenance), and since when. */
export interface ProviderPause {
  name: string;
  pausedAt: string;
}

/** What the server says of itself once a minute. */
export interface QueueStatus {
  /** May the reader open Operação? */
  isOperator: boolean;
  /** Since when nothing at all is begun (maintenance); null = the queue runs. */
  pausedAt: string | null;
  /** Those that the reader has. */
  providers: readonly ProviderPause[];
}

const UNKNOWN: QueueStatus = { isOperator: false, pausedAt: null, providers: [] };

function toPauses(value: unknown): ProviderPause[] {
  return (Array.isArray(value) ? value : []).flatMap((pause: unknown) =>
    isRecord(pause) && typeof pause.name === 'string' && typeof pause.paused_at === 'string'
      ? [{ name: pause.name, pausedAt: pause.paused_at }]
      : [],
  );
}

let status = UNKNOWN;
const listeners = new Set<() => void>();

/** Takes what `integration_queue_status` answered; null when somebody else has signed in. */
export function setQueueStatus(answer: Record<string, unknown> | null): void {
  const next =
    answer === null
      ? UNKNOWN
      : {
          isOperator: answer.is_operator === true,
          pausedAt: typeof answer.paused_at === 'string' ? answer.paused_at : null,
          providers: toPauses(answer.providers),
        };
  if (JSON.stringify(next) === JSON.stringify(status)) return;
  status = next;
  for (const listener of listeners) listener();
}

/** For useSyncExternalStore: what the server said last. */
export const queueStatusStore = {
  snapshot: (): QueueStatus => status,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
