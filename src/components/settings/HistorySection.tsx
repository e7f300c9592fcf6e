import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { usePeople } from '../../hooks/usePeople.ts';
import { history as labels } from '../../lib/labels/history.ts';
import { actionText, auditChanges } from '../../lib/settings/audit-changes.ts';
import { type AuditEvent, auditEventsOptions } from '../../lib/settings/audit-events.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Failure } from '../ui/Failure.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

/** Histórico de alterações: the audit trail of the configuration. */
export function HistorySection() {
  const id = useId();
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const query = useInfiniteQuery(auditEventsOptions(tenantId, slug));
  const nameOf = usePeople();
  const events = query.data?.pages.flat() ?? [];
  return (
    <Panel aria-labelledby={id} className="p-5">
      <h2 id={id} className="font-semibold">
        {labels.title}
      </h2>
      <p className="mb-2 text-sm text-muted">{labels.lead}</p>
      {query.isPending && <Loading />}
      {query.data === undefined && query.error !== null && (
        <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && events.length === 0 && <p className="text-sm">{labels.empty}</p>}
      {events.length > 0 && (
        <ol aria-labelledby={id} className="divide-y divide-line">
          {events.map((event) => (
            <Entry
              key={event.id}
              event={event}
              actor={event.actor_id === null ? labels.system : nameOf(event.actor_id)}
            />
          ))}
        </ol>
      )}
      <LoadMore query={query} labels={labels} />
    </Panel>
  );
}

function Entry({ event, actor }: { event: AuditEvent; actor: string }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-3 text-sm">
      <div className="min-w-0 flex-auto basis-64">
        <p>
          <bdi className="font-medium">{actor}</bdi> {actionText(event)}
        </p>
        {auditChanges(event).map(({ label, from, to }) => (
          <p key={label} className="numbers break-words text-muted">
            {label}: {labels.from} <bdi>{from}</bdi> {labels.to} <bdi>{to}</bdi>
          </p>
        ))}
      </div>
      <time
        dateTime={event.created_at}
        title={absoluteTime(event.created_at)}
        className="numbers whitespace-nowrap text-muted"
      >
        {shortTime(event.created_at)}
      </time>
    </li>
  );
}

function Loading() {
  return (
    <div aria-busy="true" className="space-y-3 pt-2">
      <p className="sr-only">{labels.loading}</p>
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-3/4" />
    </div>
  );
}
