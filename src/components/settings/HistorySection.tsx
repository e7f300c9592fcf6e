import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useFileExport } from '../../hooks/executions/useFileExport.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { historyCsv, historyCsvName } from '../../lib/export/history-csv.ts';
import { historyExport } from '../../lib/labels/executions/exports.ts';
import { history as labels } from '../../lib/labels/history.ts';
import { actionText, auditChanges } from '../../lib/settings/audit-changes.ts';
import { auditEventsOptions, eachAuditEventPage } from '../../lib/settings/audit-events.ts';
import { emailsOf, peopleOptions } from '../../lib/tenants/people.ts';
import { serverNow } from '../../lib/time/server-clock.ts';
import { zonedDay } from '../../lib/time/tenant-time.ts';
import { ExportButton } from '../executions/ExportButton.tsx';
import { ExportStatus } from '../executions/ExportStatus.tsx';
import { EventList } from '../trail/EventList.tsx';

/** Histórico de alterações: the audit trail of the configuration. */
export function HistorySection() {
  const { tenant_id: tenantId, provider_slug: slug, provider } = useIntegration();
  const { tenant } = useTenant();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(auditEventsOptions(tenantId, slug));
  const fileExport = useFileExport({
    labels: historyExport,
    fileName: () => historyCsvName(tenant.slug, slug, zonedDay(serverNow(), tenant.timeZone)),
    table: async () =>
      historyCsv({
        group: tenant.name,
        integration: provider.name,
        timeZone: tenant.timeZone,
        people: emailsOf(await queryClient.ensureQueryData(peopleOptions(tenantId))),
      }),
    pages: (signal) => eachAuditEventPage(tenantId, slug, signal),
  });
  return (
    <EventList
      query={query}
      labels={labels}
      tell={actionText}
      actions={
        <>
          <ExportButton fileExport={fileExport} />
          <ExportStatus fileExport={fileExport} />
        </>
      }
    >
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
