import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNow } from '../../../hooks/browser/useNow.ts';
import type { IntegrationState } from '../../../hooks/useIntegrations.ts';
import { useTenant } from '../../../hooks/useTenant.ts';
import { errorText } from '../../../lib/data/errors.ts';
import { jobOptions } from '../../../lib/executions/queries.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { isActive, isFinal } from '../../../lib/jobs/job-status.ts';
import { viewOf } from '../../../lib/jobs/job-view.ts';
import { common } from '../../../lib/labels/common.ts';
import { executionPanel as labels } from '../../../lib/labels/executions.ts';
import { shortTime } from '../../../lib/time/reader-time.ts';
import { JobProgress } from '../../jobs/JobProgress.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { AttemptTimeline } from './AttemptTimeline.tsx';
import { ErrorPanel } from './ErrorPanel.tsx';
import { ExecutionFacts } from './ExecutionFacts.tsx';
import { ExecutionOutcome } from './ExecutionOutcome.tsx';
import { RunAgain } from './RunAgain.tsx';

interface ExecutionPanelProps {
  jobId: string;
  integration: IntegrationState;
  knownJobs: ReadonlyMap<string, Job>;
  onClose: () => void;
  /** Enqueues a run; returns the job's id, throws an AppError. */
  onRun: () => Promise<string>;
  /** Shows another execution in the panel. */
  onOpen: (jobId: string) => void;
}

/** One execution: its facts, what came out, and the story of its attempts. A link leads straight here. */
export function ExecutionPanel({ jobId, integration, knownJobs, onClose, onRun, onOpen }: ExecutionPanelProps) {
  const { canChange } = useTenant();
  const { provider, tenant_id: tenantId } = integration;
  // The list may not have loaded the page that the execution is on, or filters hide it.
  const query = useQuery({ ...jobOptions(jobId), enabled: !knownJobs.has(jobId) });
  const found = knownJobs.get(jobId) ?? query.data ?? null;
  // A link with another integration's execution shows nothing rather than the wrong name.
  const isOurs = found !== null && found.tenant_id === tenantId && found.provider_slug === provider.slug;
  const job = isOurs ? found : null;
  const isGone = job === null && (found !== null || query.data === null);
  const title = job !== null ? labels.title(shortTime(job.created_at)) : isGone ? labels.gone : labels.loading;

  return (
    <SidePanel title={title} description={labels.description(provider.name)} onClose={onClose}>
      {isGone && <p className="text-muted">{labels.goneAdvice}</p>}
      {job === null && query.error !== null && (
        <Notice title={labels.failed} actions={<Button onClick={() => void query.refetch()}>{common.retry}</Button>}>
          {errorText(query.error).title}. {errorText(query.error).advice}
        </Notice>
      )}
      {job !== null && (
        <Execution key={job.id} job={job} name={provider.name}>
          {canChange && isFinal(job.status) && <RunAgain integration={integration} onRun={onRun} onStarted={onOpen} />}
        </Execution>
      )}
    </SidePanel>
  );
}

function Execution({ job, name, children }: { job: Job; name: string; children: ReactNode }) {
  const now = useNow(isActive(job.status) ? 'second' : 'halfMinute');
  const view = viewOf(job, now);
  return (
    <>
      <div>
        <Badge tone={view.tone} icon={view.icon} isSpinning={view.phase === 'running'}>
          {view.label}
        </Badge>
        {view.detail !== null && <p className="mt-2 text-sm text-muted">{view.detail}</p>}
      </div>
      {isActive(job.status) && <JobProgress name={name} job={job} view={view} />}
      {job.status === 'error' && (
        <ErrorPanel
          integration={name}
          job={job}
          attempt={job.attempts}
          code={job.error_code}
          message={job.error_message}
          at={job.finished_at ?? job.updated_at}
        />
      )}
      {children}
      <ExecutionFacts job={job} />
      <ExecutionOutcome result={job.result} />
      <AttemptTimeline job={job} name={name} now={now} />
    </>
  );
}
