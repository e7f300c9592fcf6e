import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNow } from '../../../hooks/browser/useNow.ts';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { useLiveJobs } from '../../../hooks/useLiveJobs.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import { jobOptions } from '../../../lib/executions/queries.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { isActive, isFinal } from '../../../lib/jobs/job-status.ts';
import { viewOf } from '../../../lib/jobs/job-view.ts';
import { verdictOf } from '../../../lib/jobs/verdict.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { shortTime } from '../../../lib/time/reader-time.ts';
import { JobProgress } from '../../jobs/JobProgress.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import type { OpenExecution } from '../ExecutionBrowser.tsx';
import { RunLogSection } from '../log/RunLogSection.tsx';
import { PrintHeader } from '../PrintHeader.tsx';
import { AttemptTimeline } from './AttemptTimeline.tsx';
import { ErrorPanel } from './ErrorPanel.tsx';
import { ExecutionFacts } from './ExecutionFacts.tsx';
import { ExecutionRecords } from './ExecutionRecords.tsx';
import { Neighbours } from './Neighbours.tsx';
import { RunAgain } from './RunAgain.tsx';

/** One execution: its facts, what came out, and the story of its attempts. A link leads straight here. */
export function ExecutionPanel({ execution }: { execution: OpenExecution }) {
  const { id: jobId, open, close } = execution;
  const { knownJobs } = useLiveJobs();
  const { canChange, tenant } = useTenant();
  const { provider, tenant_id: tenantId } = useIntegration();
  // The list may not have loaded the page that the execution is on, or filters hide it.
  const query = useQuery({ ...jobOptions(jobId), enabled: !knownJobs.has(jobId) });
  const found = knownJobs.get(jobId) ?? query.data ?? null;
  // A link with another integration's execution shows nothing rather than the wrong name.
  const isOurs = found !== null && found.tenant_id === tenantId && found.provider_slug === provider.slug;
  const job = isOurs ? found : null;
  const isGone = job === null && (found !== null || query.data === null);
  const title = job !== null ? labels.title(shortTime(job.created_at)) : isGone ? labels.gone : labels.loading;

  return (
    <SidePanel
      title={title}
      description={labels.description(provider.name)}
      onClose={close}
      actions={<Neighbours execution={execution} />}
      fallbackFocus={rowOf(jobId)}
    >
      <PrintHeader title={`${labels.description(provider.name)} ${tenant.name}`} />
      {isGone && <p className="text-muted">{labels.goneAdvice}</p>}
      {job === null && query.error !== null && (
        <Failure title={labels.failed} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {job !== null && (
        <Execution key={job.id} job={job}>
          {canChange && isFinal(job.status) && <RunAgain job={job} onStarted={open} />}
        </Execution>
      )}
    </SidePanel>
  );
}

/** The link of an execution in the list, wherever the list stands at that time. */
function rowOf(jobId: string): { readonly current: HTMLElement | null } {
  return {
    get current() {
      return document.querySelector<HTMLElement>(`[data-execucao="${CSS.escape(jobId)}"]`);
    },
  };
}

function Execution({ job, children }: { job: Job; children: ReactNode }) {
  const now = useNow(isActive(job.status) ? 'second' : 'halfMinute');
  const view = viewOf(job, now);
  const verdict = verdictOf(job);
  return (
    <>
      <div>
        <Badge tone={view.tone} icon={view.icon} isSpinning={view.phase === 'running'}>
          {view.label}
        </Badge>
        {verdict !== null && <p className="numbers mt-2 text-base font-medium">{verdict}</p>}
        {view.detail !== null && <p className="mt-2 text-sm text-muted">{view.detail}</p>}
      </div>
      {isActive(job.status) && <JobProgress job={job} view={view} />}
      {job.status === 'error' && (
        <ErrorPanel
          job={job}
          attempt={job.attempts}
          code={job.error_code}
          message={job.error_message}
          at={job.finished_at ?? job.updated_at}
        />
      )}
      {children}
      <ExecutionFacts job={job} />
      <ExecutionRecords job={job} />
      <AttemptTimeline job={job} now={now} />
      <RunLogSection job={job} />
    </>
  );
}
