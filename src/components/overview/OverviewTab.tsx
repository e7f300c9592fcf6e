import { useQuery } from '@tanstack/react-query';
import { useSkeleton } from '../../hooks/browser/useDelayed.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { type Overview, totalOf } from '../../lib/integrations/overview.ts';
import { overviewOptions } from '../../lib/integrations/overview-query.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { DaysChart } from './DaysChart.tsx';
import { DaysTable } from './DaysTable.tsx';
import { History } from './History.tsx';
import { Metrics } from './Metrics.tsx';

/** Visão Geral: how the integration did in the last 30 days, and its last attempts. */
export function OverviewTab() {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const query = useQuery(overviewOptions(tenantId, slug));
  return (
    <div className="space-y-4">
      {query.data !== undefined && <Figures overview={query.data} />}
      {query.data === undefined && query.error === null && <Loading />}
      {query.data === undefined && query.error !== null && (
        <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <Panel className="p-5" aria-labelledby="attempts">
        <h2 id="attempts" className="font-semibold">
          {labels.logs}
        </h2>
        <p className="mb-1 text-sm text-muted">{labels.logsLead}</p>
        <History />
      </Panel>
    </div>
  );
}

function Figures({ overview }: { overview: Overview }) {
  const isEmpty = overview.days.every((day) => totalOf(day) === 0);
  return (
    <>
      <Metrics overview={overview} />
      <Panel className="p-5" aria-labelledby="days">
        <div className="mb-3 flex flex-wrap items-baseline gap-x-2">
          <h2 id="days" className="font-semibold">
            {labels.chart}
          </h2>
          <p className="text-sm text-muted">{labels.chartLead}</p>
        </div>
        {isEmpty ? (
          <p className="text-sm text-muted">{labels.chartEmpty}</p>
        ) : (
          <>
            <DaysChart days={overview.days} />
            <DaysTable days={overview.days} />
          </>
        )}
      </Panel>
    </>
  );
}

function Loading() {
  const isVisible = useSkeleton(true);
  return (
    <div aria-busy="true" className="space-y-4">
      <p className="sr-only">{labels.loading}</p>
      <Skeleton className={isVisible ? 'h-26 rounded-2xl' : 'invisible h-26'} />
      <Skeleton className={isVisible ? 'h-72 rounded-2xl' : 'invisible h-72'} />
    </div>
  );
}
