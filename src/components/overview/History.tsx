import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { historyOptions } from '../../lib/executions/timeline-query.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { Failure } from '../ui/Failure.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { HistoryItem } from './HistoryItem.tsx';

/** What happened to the integration: its attempts and the changes of its configuration in one row of time. */
export function History() {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const query = useInfiniteQuery(historyOptions(tenantId, slug));
  if (query.data === undefined) {
    if (query.error === null) return <Skeleton className="h-40" />;
    return <Failure title={labels.logsFailed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <p className="text-sm text-muted">{labels.logsEmpty}</p>;
  return (
    <>
      <ol aria-labelledby="attempts" className="mb-3 border-l-2 border-line">
        {entries.map((entry) => (
          <HistoryItem key={entry.key} entry={entry} />
        ))}
      </ol>
      <LoadMore
        query={query}
        labels={{ loadMore: labels.logsMore, loadingMore: labels.logsLoading, moreFailed: labels.logsFailed }}
      />
    </>
  );
}
