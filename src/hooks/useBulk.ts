import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { announcer } from '../lib/app/announcer.ts';
import { DONE } from '../lib/labels/bulk.ts';
import { type BulkItem, type BulkResult, cancelMany, runMany } from '../lib/live/bulk-commands.ts';
import { formatPlural } from '../lib/text/format.ts';

export interface BulkState {
  kind: 'run' | 'cancel';
  items: readonly BulkItem[];
  /** null until every answer is there. */
  results: BulkResult[] | null;
  /** Asks first: nothing was sent yet. */
  isAsking: boolean;
}

export interface Bulk {
  state: BulkState | null;
  /** Runs the integrations at once. */
  run: (items: readonly BulkItem[]) => void;
  /** Asks whether to cancel the jobs. */
  askCancel: (items: readonly BulkItem[]) => void;
  confirmCancel: () => void;
  close: () => void;
}

const WENT_THROUGH = { run: 'started', cancel: 'canceled' } as const;

/** How many of them did what was wanted. */
export function countDone({ kind, results }: Pick<BulkState, 'kind' | 'results'>): number {
  return (results ?? []).filter(({ outcome }) => outcome === WENT_THROUGH[kind]).length;
}

/** Actions on many at once, and what came of each; one after the other. */
export function useBulk(): Bulk {
  const queryClient = useQueryClient();
  const [state, setState] = useState<BulkState | null>(null);

  const act = async (kind: BulkState['kind'], items: readonly BulkItem[]) => {
    const begun: BulkState = { kind, items, results: null, isAsking: false };
    setState(begun);
    const results = await (kind === 'run' ? runMany : cancelMany)(queryClient, items);
    // Closed meanwhile: the pages show what is going on, and it is said all the same.
    setState((current) => (current === begun ? { ...begun, results } : current));
    announcer.announce(formatPlural(countDone({ kind, results }), DONE[kind]));
  };
  return {
    state,
    run: (items) => void act('run', items),
    askCancel: (items) => setState({ kind: 'cancel', items, results: null, isAsking: true }),
    confirmCancel: () => state !== null && void act('cancel', state.items),
    close: () => setState(null),
  };
}
