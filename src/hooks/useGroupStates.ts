import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../lib/data/keys.ts';
import { jobStoreOf } from '../lib/live/job-store.ts';
import { type StateFilter, statesOptions } from '../lib/tenants/states.ts';

/** Hundreds of groups begin and end runs all the time: they are asked for together, at most so often. */
const GATHER_MS = 5000;

/**
 * How the integrations of all groups are: read again soon after a run has begun, waited or ended somewhere, whichever group it is of, and
 * every minute. What was found before stays on the page until another search is answered.
 */
export function useGroupStates(search: string, filter: StateFilter) {
  const queryClient = useQueryClient();
  const query = useInfiniteQuery({ ...statesOptions(search, filter), placeholderData: keepPreviousData });
  useEffect(() => {
    const store = jobStoreOf(queryClient);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const gather = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: keys.allStates });
      }, GATHER_MS);
    };
    const stops = [
      store.onTransition(({ before, after }) => before?.status !== after.status && gather()),
      store.onEnd(gather),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [queryClient]);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  // A row that grew worse between two pages would stand in both.
  const seen = new Set<string>();
  return {
    query,
    rows: rows.filter(({ id }) => !seen.has(id) && seen.add(id)),
    /** Of all that the search finds, as the newest answer has them; undefined = not known yet. */
    counts: query.data?.pages[0]?.counts,
  };
}
