import { useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { useAddressQuery } from '../../hooks/browser/useAddressQuery.ts';
import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import { useExecutions } from '../../hooks/executions/useExecutions.ts';
import { useFileExport } from '../../hooks/executions/useFileExport.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { type ExecutionFilters, parseFilters } from '../../lib/executions/filters.ts';
import { eachExecutionPage } from '../../lib/executions/queries.ts';
import { executionCsv, executionCsvName } from '../../lib/export/execution-csv.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { executionExport } from '../../lib/labels/executions/exports.ts';
import { emailsOf, peopleOptions } from '../../lib/tenants/people.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { LoadMore } from '../ui/LoadMore.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ExecutionFilterBar } from './ExecutionFilterBar.tsx';
import { ExecutionTable } from './ExecutionTable.tsx';
import { ExportButton } from './ExportButton.tsx';
import { ExportStatus } from './ExportStatus.tsx';
import { PrintHeader } from './PrintHeader.tsx';
import { ExecutionPanel } from './panel/ExecutionPanel.tsx';

/** Execuções: the history of the integration, live, with filters and the details of each run beside it. */
export function ExecutionsTab() {
  const { tenant_id: tenantId, provider_slug: slug, provider } = useIntegration();
  const { tenant } = useTenant();
  const queryClient = useQueryClient();
  const { params, linkWith, change } = useAddressQuery();
  const filters = useMemo(() => parseFilters(params), [params]);
  const scope = { tenantId, slug, filters };
  const { query, executions, newCount, showNew } = useExecutions(scope);
  const fileExport = useFileExport({
    labels: executionExport,
    fileName: () => executionCsvName(slug, Date.now(), tenant.timeZone),
    table: async () => {
      const people = emailsOf(await queryClient.ensureQueryData(peopleOptions(tenantId)));
      return executionCsv({ integration: provider.name, timeZone: tenant.timeZone, people });
    },
    pages: (signal) => eachExecutionPage(scope, signal),
  });
  const openId = params.get('execucao');
  const handleFilters = ({ status, period }: ExecutionFilters) => change({ status, periodo: period });

  return (
    <div className="space-y-4">
      <PrintHeader filters={filters} partial={query.hasNextPage ? executions.length : null} />
      <div className="flex flex-wrap items-end justify-between gap-3 print:hidden">
        <ExecutionFilterBar filters={filters} onChange={handleFilters} />
        <ExportButton fileExport={fileExport} />
      </div>
      <ExportStatus fileExport={fileExport} />
      {newCount > 0 && (
        <Button icon={ArrowUp} onClick={showNew} className="print:hidden">
          {labels.newRuns(newCount)}
        </Button>
      )}
      <Content
        query={query}
        executions={executions}
        isFiltered={filters.status !== null || filters.period !== null}
        onClear={() => handleFilters({ status: null, period: null })}
        linkTo={(jobId) => linkWith({ execucao: jobId, mudanca: null })}
      />
      {openId !== null && (
        <ExecutionPanel
          jobId={openId}
          onClose={() => change({ execucao: null, mudanca: null })}
          onOpen={(jobId) => change({ execucao: jobId, mudanca: null })}
        />
      )}
    </div>
  );
}

interface ContentProps {
  query: ReturnType<typeof useExecutions>['query'];
  executions: Job[];
  isFiltered: boolean;
  onClear: () => void;
  linkTo: (jobId: string) => string;
}

function Content({ query, executions, isFiltered, onClear, linkTo }: ContentProps) {
  const showsSkeleton = useSkeleton(query.isPending);
  if (query.isPending || showsSkeleton) return <Loading isVisible={showsSkeleton} />;
  if (query.data === undefined) {
    return <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (executions.length === 0) {
    return isFiltered ? (
      <Notice kind="info" title={labels.noMatch} actions={<Button onClick={onClear}>{labels.clearFilters}</Button>} />
    ) : (
      <Notice kind="info" title={labels.emptyTitle}>
        {labels.emptyAdvice}
      </Notice>
    );
  }
  return (
    <>
      {/* relative: what is hidden from sight but not from screen readers must scroll with the table, not beside it. */}
      <Panel className="relative overflow-x-auto">
        <ExecutionTable executions={executions} linkTo={linkTo} />
      </Panel>
      <LoadMore query={query} labels={labels} />
    </>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <div aria-busy="true">
      <p className="sr-only">{labels.loading}</p>
      {isVisible && (
        <Panel className="divide-y divide-line">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
            <div key={row} className="flex items-center gap-6 px-5 py-4">
              <Skeleton className="h-4 w-32" />
              <Skeleton className="h-6 w-24 rounded-full" />
              <Skeleton className="hidden h-4 flex-1 md:block" />
              <Skeleton className="ml-auto h-4 w-20" />
            </div>
          ))}
        </Panel>
      )}
    </div>
  );
}
