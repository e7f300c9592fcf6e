import { SearchX } from 'lucide-react';
import { Suspense } from 'react';
import { Link, useParams } from 'react-router';
import { CurrentRun } from '../components/detail/CurrentRun.tsx';
import { DetailHeader } from '../components/detail/DetailHeader.tsx';
import { DetailTabs } from '../components/detail/DetailTabs.tsx';
import { MessagePage } from '../components/layout/AccessPages.tsx';
import { ConnectionIndicator } from '../components/layout/ConnectionIndicator.tsx';
import { lazyPart } from '../components/parts/part.tsx';
import { RemovedNotice } from '../components/setup/RemovedNotice.tsx';
import { buttonClass } from '../components/ui/Button.tsx';
import { Failure } from '../components/ui/Failure.tsx';
import { Skeleton } from '../components/ui/Skeleton.tsx';
import { useSkeleton } from '../hooks/browser/useDelayed.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { IntegrationContext } from '../hooks/useIntegration.ts';
import { type IntegrationState, useIntegrations } from '../hooks/useIntegrations.ts';
import { useJobActions } from '../hooks/useJobActions.ts';
import { useLiveJobs } from '../hooks/useLiveJobs.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { problemOf } from '../lib/integrations/problem.ts';
import type { Job } from '../lib/jobs/job.ts';
import { isActive } from '../lib/jobs/job-status.ts';
import { progressOf } from '../lib/jobs/progress.ts';
import { common } from '../lib/labels/common.ts';
import { PHASE_TEXTS } from '../lib/labels/executions/statuses.ts';
import { integrations as labels } from '../lib/labels/integrations.ts';
import { detail } from '../lib/labels/settings.ts';

/** Only a failing integration needs it. */
const RemedyBanner = lazyPart(() => import('../components/remedy/RemedyBanner.tsx'));

/** `/integracoes/:slug`: one integration of the chosen tenant. */
export default function IntegracaoDetalhe() {
  const { slug } = useParams();
  const { tenant } = useTenant();
  const all = useIntegrations();
  const integration = [...all.integrations, ...all.removed].find((known) => known.provider_slug === slug);
  const showsSkeleton = useSkeleton(all.isPending);
  if (all.isPending || (integration !== undefined && showsSkeleton)) return <Loading isVisible={showsSkeleton} />;
  if (all.error !== null) {
    return <Failure title={labels.failed} error={all.error} onRetry={all.refetch} />;
  }
  if (integration === undefined) {
    return (
      <MessagePage icon={SearchX} title={detail.notFound}>
        <p>{detail.notFoundAdvice}</p>
        <Link to={`/integracoes?tenant=${tenant.slug}`} className={buttonClass('primary')}>
          {common.goToIntegrations}
        </Link>
      </MessagePage>
    );
  }
  return <Detail integration={integration} />;
}

/** How far a run is, or that it waits: a percentage that stands still would look like one that hangs. */
function useProgressTitle({ provider, job }: IntegrationState): void {
  const state = job !== null && isActive(job.status) ? stateOf(job) : null;
  useDocumentTitle(state === null ? provider.name : `${state} · ${provider.name}`, state !== null);
}

function stateOf(job: Job): string {
  if (job.status === 'running') return progressOf(job).percent ?? detail.runningTitle;
  return job.error_code === null ? PHASE_TEXTS.pending.label : detail.waitingTitle;
}

function Detail({ integration }: { integration: IntegrationState }) {
  const { job } = integration;
  const jobs = useLiveJobs();
  const actions = useJobActions(integration);
  useProgressTitle(integration);
  return (
    <IntegrationContext value={integration}>
      <div className="space-y-5">
        <DetailHeader actions={actions} connection={<ConnectionIndicator {...jobs} />} />
        {integration.removed_at !== null && <RemovedNotice />}
        {actions.error !== null && <Failure isAlert error={actions.error} />}
        {job !== null && isActive(job.status) && <CurrentRun job={job} />}
        {integration.removed_at === null && problemOf(integration) !== null && (
          <Suspense>
            <RemedyBanner actions={actions} />
          </Suspense>
        )}
        <DetailTabs key={integration.id} />
      </div>
    </IntegrationContext>
  );
}

function Loading({ isVisible }: { isVisible: boolean }) {
  return (
    <div aria-busy="true" className="space-y-6">
      <p className="sr-only">{detail.loading}</p>
      {isVisible && (
        <>
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-9 w-72" />
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-64 rounded-2xl" />
        </>
      )}
    </div>
  );
}
