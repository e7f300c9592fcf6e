import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newExecutions } from '../../lib/executions/filters.ts';
import {
  COUNT_LIMIT,
  type ExecutionScope,
  executionCountOptions,
  executionPagesOptions,
} from '../../lib/executions/search.ts';
import { overlay } from '../../lib/live/job-store.ts';
import { serverNow } from '../../lib/time/server-clock.ts';
import { useLiveJobs } from '../useLiveJobs.ts';

/**
 * Pages of executions, each row in its newest known state. Rows that come meanwhile do not push the list down while
 * somebody reads it: they are counted, and `showNew` brings them in. `total`: how many there are; null = more than can be counted
 * quickly; undefined = not known (yet).
 */
export function useExecutions(scope: ExecutionScope) {
  const { tenantIds, slug, filters } = scope;
  const { knownJobs } = useLiveJobs();
  const queryClient = useQueryClient();
  const options = executionPagesOptions(scope);
  const countOptions = executionCountOptions(scope);
  const query = useInfiniteQuery(options);
  const { data: count } = useQuery(countOptions);
  const listed = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  const executions = useMemo(() => overlay(listed, knownJobs), [listed, knownJobs]);
  const newCount = useMemo(() => {
    if (query.data === undefined) return 0;
    const ofScope = [...knownJobs.values()].filter(
      (job) => tenantIds.includes(job.tenant_id) && (slug === null || job.provider_slug === slug),
    );
    return newExecutions(listed, ofScope, filters, serverNow()).length;
  }, [query.data, knownJobs, listed, filters, tenantIds, slug]);
  return {
    query,
    executions,
    total: count === COUNT_LIMIT ? null : count === undefined ? undefined : Math.max(count, listed.length),
    newCount,
    showNew: () => {
      void queryClient.invalidateQueries({ queryKey: options.queryKey });
      void queryClient.invalidateQueries({ queryKey: countOptions.queryKey });
    },
  };
}
