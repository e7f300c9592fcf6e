import { useChanges } from '../../../hooks/executions/useChanges.ts';
import type { ChangeFilter } from '../../../lib/executions/changes.ts';
import { changes as labels } from '../../../lib/labels/executions/changes.ts';
import { Failure } from '../../ui/Failure.tsx';
import { LoadMore } from '../../ui/LoadMore.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ChangeEntry } from './ChangeEntry.tsx';

interface ChangeListProps {
  jobId: string;
  filter: ChangeFilter;
  /** What an empty list means without a filter. */
  emptyText: string;
}

/** The records of a filter, page by page. */
export function ChangeList({ jobId, filter, emptyText }: ChangeListProps) {
  const { query, changes } = useChanges(jobId, filter);
  if (query.isPending) {
    return (
      <div aria-busy="true">
        <p className="sr-only">{labels.loading}</p>
        <Skeleton className="h-28 rounded-xl" />
      </div>
    );
  }
  if (query.data === undefined) {
    return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (changes.length === 0) {
    const isFiltered = filter.kind !== null || filter.search !== '';
    return <p className="text-sm text-muted">{isFiltered ? labels.noMatch : emptyText}</p>;
  }
  return (
    <>
      <Panel className="px-4">
        <ul aria-label={labels.list} aria-busy={query.isPlaceholderData || undefined} className="divide-y divide-line">
          {changes.map((change) => (
            <ChangeEntry key={change.id} change={change} />
          ))}
        </ul>
      </Panel>
      <LoadMore query={query} labels={labels} />
    </>
  );
}
