import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { changePagesOptions } from '../../lib/executions/change-queries.ts';
import type { ChangeFilter } from '../../lib/executions/changes.ts';

/** What a run changed, page by page. While another filter is read the list stands. */
export function useChanges(jobId: string, filter: ChangeFilter) {
  const query = useInfiniteQuery({ ...changePagesOptions(jobId, filter), placeholderData: keepPreviousData });
  return { query, changes: query.data?.pages.flatMap((page) => page.changes) ?? [] };
}
