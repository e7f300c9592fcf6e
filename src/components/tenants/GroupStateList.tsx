import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import type { useGroupStates } from '../../hooks/useGroupStates.ts';
import { groups as labels } from '../../lib/labels/groups.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { LoadingRows } from '../ui/LoadingRows.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { GroupStateRow } from './GroupStateRow.tsx';

/** Columns that a phone has no room for; what they say stands below the state there. */
const WIDE = 'hidden md:table-cell';

const COLUMNS = [
  { label: labels.group, className: 'md:w-1/3' },
  { label: labels.state, className: '' },
  { label: labels.next, className: WIDE },
  { label: labels.lastSuccess, className: WIDE },
  { label: labels.action, className: 'text-right' },
];

interface GroupStateListProps {
  states: ReturnType<typeof useGroupStates>;
  /** Takes search and filter away; null = there are none. */
  onClear: (() => void) | null;
}

/** The table of all integrations, or what is there instead of it. */
export function GroupStateList({ states: { query, rows }, onClear }: GroupStateListProps) {
  const showsSkeleton = useSkeleton(query.isPending);
  if (query.isPending || showsSkeleton) return <Loading isVisible={showsSkeleton} />;
  if (query.data === undefined) {
    return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <Notice
        kind="info"
        title={labels.noMatch}
        actions={onClear !== null && <Button onClick={onClear}>{labels.clear}</Button>}
      >
        {onClear !== null && labels.noMatchAdvice}
      </Notice>
    );
  }
  return (
    <div className="space-y-4">
      {query.isRefetchError && (
        <Failure title={labels.outdated} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <Panel className="relative overflow-x-auto">
        <table className="w-full text-sm max-md:block">
          <caption className="sr-only">{labels.caption}</caption>
          <thead className="max-md:sr-only">
            <tr className="border-b border-line text-left text-muted">
              {COLUMNS.map(({ label, className }) => (
                <th key={label} scope="col" className={`px-3 py-2 font-medium first:pl-5 last:pr-5 ${className}`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-md:block">
            {rows.map((row) => (
              <GroupStateRow key={row.id} row={row} wide={WIDE} />
            ))}
          </tbody>
        </table>
      </Panel>
      <LoadMore query={query} labels={labels} />
    </div>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <LoadingRows label={labels.loading} isVisible={isVisible} height="h-14">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-6 w-24 rounded-full" />
      <Skeleton className="ml-auto h-4 w-20" />
    </LoadingRows>
  );
}
