import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newExecutions } from '../../lib/executions/filters.ts';
import { type ExecutionScope, executionPagesOptions } from '../../lib/executions/queries.ts';
import { overlay } from '../../lib/live/job-store.ts';
import { useLiveJobs } from '../useLiveJobs.ts';

/**
 * Pages of executions, each row in its newest known state. Rows that come meanwhile do not push the list down while
 * somebody reads it: they are counted, and `showNew` brings them in.
 */
export function useExecutions({ tenantId, slug, filters }: ExecutionScope) {
  const { knownJobs } = useLiveJobs();
  const queryClient = useQueryClient();
  const options = executionPagesOptions(tenantId, slug, filters);
  const query = useInfiniteQuery(options);
  const listed = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  const executions = useMemo(() => overlay(listed, knownJobs), [listed, knownJobs]);
  const newCount = useMemo(() => {
    if (query.data === undefined) return 0;
    const ofIntegration = [...knownJobs.values()].filter(
      (job) => job.tenant_id === tenantId && job.provider_slug === slug,
    );
    return newExecutions(listed, ofIntegration, filters, Date.now()).length;
  }, [query.data, knownJobs, listed, filters, tenantId, slug]);
  return {
    query,
    executions,
    newCount,
    showNew: () => void queryClient.invalidateQueries({ queryKey: options.queryKey }),
  };
}
