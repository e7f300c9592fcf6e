import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import type { useExecutions } from '../../hooks/executions/useExecutions.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { executionFilters } from '../../lib/labels/executions/search.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { LoadingRows } from '../ui/LoadingRows.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import type { ExecutionNames } from './ExecutionRow.tsx';
import { ExecutionTable } from './ExecutionTable.tsx';
import { ListCount, RetentionNote } from './ListFooter.tsx';
import { SelectableExecutions } from './SelectableExecutions.tsx';

interface ExecutionListProps {
  list: ReturnType<typeof useExecutions>;
  caption: string;
  names: ExecutionNames;
  /** Takes the filters away; null = there are none. */
  onClear: (() => void) | null;
  linkTo: (jobId: string) => string;
}

/** The table with everything that can be there instead of it, how much of it is shown, and how long it is kept. */
export function ExecutionList({ list, caption, names, onClear, linkTo }: ExecutionListProps) {
  const { query, executions, total } = list;
  const showsSkeleton = useSkeleton(query.isPending);
  if (query.isPending || showsSkeleton) return <Loading isVisible={showsSkeleton} />;
  if (query.data === undefined) {
    return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (executions.length === 0) {
    return onClear === null ? (
      <Notice kind="info" title={labels.emptyTitle}>
        {labels.emptyAdvice}
      </Notice>
    ) : (
      <Notice
        kind="info"
        title={labels.noMatch}
        actions={<Button onClick={onClear}>{executionFilters.clear}</Button>}
      />
    );
  }
  return (
    <SelectableExecutions executions={executions} names={names}>
      {/* relative: what is hidden from sight but not from screen readers must scroll with the table, not beside it. */}
      <Panel className="relative overflow-x-auto">
        <ExecutionTable caption={caption} executions={executions} names={names} linkTo={linkTo} />
      </Panel>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <LoadMore query={query} labels={labels} />
        {total !== undefined && <ListCount shown={executions.length} total={total} />}
      </div>
      <RetentionNote />
    </SelectableExecutions>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <LoadingRows label={labels.loading} isVisible={isVisible} height="h-10">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-6 w-24 rounded-full" />
      <Skeleton className="hidden h-4 flex-1 md:block" />
      <Skeleton className="ml-auto h-4 w-20" />
    </LoadingRows>
  );
}
