import { SearchX } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { CurrentRun } from '../components/detail/CurrentRun.tsx';
import { DetailHeader } from '../components/detail/DetailHeader.tsx';
import { DetailTabs } from '../components/detail/DetailTabs.tsx';
import { MessagePage } from '../components/layout/AccessPages.tsx';
import { ConnectionIndicator } from '../components/layout/ConnectionIndicator.tsx';
import { Button, buttonClass } from '../components/ui/Button.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { Skeleton } from '../components/ui/Skeleton.tsx';
import { useSkeleton } from '../hooks/browser/useDelayed.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { type IntegrationState, type Integrations, useIntegrations } from '../hooks/useIntegrations.ts';
import { useJobActions } from '../hooks/useJobActions.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { errorText } from '../lib/data/errors.ts';
import { isActive } from '../lib/jobs/job-status.ts';
import { progressOf } from '../lib/jobs/progress.ts';
import { common } from '../lib/labels/common.ts';
import { integrations as labels } from '../lib/labels/integrations.ts';
import { detail } from '../lib/labels/settings.ts';

/** `/integracoes/:slug`: one integration of the chosen tenant. */
export default function IntegracaoDetalhe() {
  const { slug } = useParams();
  const { tenant } = useTenant();
  const all = useIntegrations();
  const integration = all.integrations.find((known) => known.provider_slug === slug);
  const showsSkeleton = useSkeleton(all.isPending);
  if (all.isPending || (integration !== undefined && showsSkeleton)) return <Loading isVisible={showsSkeleton} />;
  if (all.error !== null) {
    return (
      <Notice title={labels.failed} actions={<Button onClick={all.refetch}>{common.retry}</Button>}>
        {errorText(all.error).title}. {errorText(all.error).advice}
      </Notice>
    );
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
  return <Detail integration={integration} all={all} />;
}

function useProgressTitle({ provider, job }: IntegrationState): void {
  const isRunning = job !== null && isActive(job.status);
  const progress = isRunning ? (progressOf(job).percent ?? detail.runningTitle) : null;
  useDocumentTitle(progress === null ? provider.name : `${progress} · ${provider.name}`, isRunning);
}

function Detail({ integration, all }: { integration: IntegrationState; all: Integrations }) {
  const { job, provider } = integration;
  const { jobs, runIntegration } = all;
  const actions = useJobActions({
    name: provider.name,
    job,
    run: () => runIntegration(provider.slug),
    cancel: jobs.cancelJob,
  });
  useProgressTitle(integration);
  return (
    <div className="space-y-5">
      <DetailHeader integration={integration} actions={actions} connection={<ConnectionIndicator {...jobs} />} />
      {actions.error !== null && (
        <Notice isAlert title={errorText(actions.error).title}>
          {errorText(actions.error).advice}
        </Notice>
      )}
      {job !== null && isActive(job.status) && <CurrentRun job={job} name={provider.name} />}
      <DetailTabs
        key={integration.id}
        integration={integration}
        knownJobs={jobs.knownJobs}
        onRun={() => runIntegration(provider.slug)}
      />
    </div>
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
