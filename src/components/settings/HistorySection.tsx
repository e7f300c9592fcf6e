import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { history as labels } from '../../lib/labels/history.ts';
import { actionText, auditChanges } from '../../lib/settings/audit-changes.ts';
import { auditEventsOptions } from '../../lib/settings/audit-events.ts';
import { EventList } from '../trail/EventList.tsx';

/** Histórico de alterações: the audit trail of the configuration. */
export function HistorySection() {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const query = useInfiniteQuery(auditEventsOptions(tenantId, slug));
  return (
    <EventList query={query} labels={labels} tell={actionText}>
      {(event) =>
        auditChanges(event).map(({ label, from, to }) => (
          <p key={label} className="numbers break-words text-muted">
            {label}: {labels.from} <bdi>{from}</bdi> {labels.to} <bdi>{to}</bdi>
          </p>
        ))
      }
    </EventList>
  );
}
