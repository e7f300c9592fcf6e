import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { usePeople } from '../../hooks/usePeople.ts';
import { history } from '../../lib/labels/history.ts';
import type { AuditEvent } from '../../lib/settings/audit-events.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Failure } from '../ui/Failure.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

interface EventListProps {
  query: UseInfiniteQueryResult<{ pages: AuditEvent[][] }>;
  labels: Record<'title' | 'lead' | 'loading' | 'failed' | 'empty' | 'loadMore' | 'loadingMore' | 'moreFailed', string>;
  /** What was done, after the name of who did it. */
  tell: (event: AuditEvent) => string;
  /** Beside the title. */
  actions?: ReactNode;
  /** More about it, below. */
  children?: (event: AuditEvent) => ReactNode;
}

/** A part of the audit trail: who did what, and when. */
export function EventList({ query, labels, tell, actions, children }: EventListProps) {
  const id = useId();
  const nameOf = usePeople();
  const events = query.data?.pages.flat() ?? [];
  return (
    <Panel aria-labelledby={id} className="p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-semibold">
          {labels.title}
        </h2>
        {actions}
      </div>
      <p className="mb-2 text-sm text-muted">{labels.lead}</p>
      {query.isPending && <Loading text={labels.loading} />}
      {query.data === undefined && query.error !== null && (
        <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && events.length === 0 && <p className="text-sm">{labels.empty}</p>}
      {events.length > 0 && (
        <ol aria-labelledby={id} className="divide-y divide-line">
          {events.map((event) => (
            <li key={event.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-3 text-sm">
              <div className="min-w-0 flex-auto basis-64">
                <p className="break-words">
                  <bdi className="font-medium">{event.actor_id === null ? history.system : nameOf(event.actor_id)}</bdi>{' '}
                  {tell(event)}
                </p>
                {children?.(event)}
              </div>
              <time
                dateTime={event.created_at}
                title={absoluteTime(event.created_at)}
                className="numbers whitespace-nowrap text-muted"
              >
                {shortTime(event.created_at)}
              </time>
            </li>
          ))}
        </ol>
      )}
      <LoadMore query={query} labels={labels} />
    </Panel>
  );
}

function Loading({ text }: { text: string }) {
  return (
    <div aria-busy="true" className="space-y-3 pt-2">
      <p className="sr-only">{text}</p>
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-3/4" />
    </div>
  );
}
