import { Suspense } from 'react';
import { Link } from 'react-router';
import { useRemovalsPending } from '../../hooks/executions/useRemovals.ts';
import { useReviewCount } from '../../hooks/review/useReview.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useResumePoint } from '../../hooks/useResumePoint.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath, reviewPath } from '../../lib/app/links.ts';
import type { Job } from '../../lib/jobs/job.ts';
import { parseResult } from '../../lib/jobs/job-result.ts';
import { isActive } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS, viewOf } from '../../lib/jobs/job-view.ts';
import { resultLine } from '../../lib/jobs/result-line.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { massRemoval as warning } from '../../lib/labels/executions/results.ts';
import { integrations as labels } from '../../lib/labels/integrations.ts';
import { TO_REVIEW } from '../../lib/labels/review.ts';
import { formatCount, formatPlural } from '../../lib/text/format.ts';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { lazyPart } from '../parts/part.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { StoppedLine } from './StoppedLine.tsx';

/** Only a failing integration needs it. */
const CardRemedy = lazyPart(() => import('../remedy/CardRemedy.tsx'));

interface CardStateProps {
  now: number;
  isSubmitting: boolean;
}

/** The middle of the card: the bar of a run under way, the error of a failed one, else what the integration is. */
export function CardState({ now, isSubmitting }: CardStateProps) {
  const { job, provider, last_status, last_error } = useIntegration();
  if (job !== null && isActive(job.status)) {
    const view = viewOf(job, now);
    return (
      <>
        <JobProgress job={job} view={view} />
        {view.detail !== null && <p className="line-clamp-2 text-sm text-muted">{view.detail}</p>}
      </>
    );
  }
  if (isSubmitting) return <Submitting />;
  if (job?.status === 'error') {
    return <LastError job={job} text={job.error_message ?? jobErrorText(job.error_code).title} />;
  }
  if (job === null && last_status === 'error' && last_error !== null) {
    return <LastError job={null} text={last_error} />;
  }
  return (
    <>
      {job?.status !== 'success' && <p className="text-sm text-muted">{provider.description}</p>}
      {job?.status === 'success' && <p className="numbers text-sm">{resultLine(job)}</p>}
      {job?.status === 'canceled' && <StoppedLine job={job} />}
      {job?.status === 'success' && <MissingRecords job={job} />}
      {job?.status === 'success' && <ToReview job={job} />}
    </>
  );
}

/** Records were missing in the last read, and nobody has decided yet what that means: the way there. */
function MissingRecords({ job }: { job: Job }) {
  const { tenant } = useTenant();
  const { massRemoval } = parseResult(job.result);
  const isPending = useRemovalsPending(job.id, massRemoval !== null);
  if (massRemoval === null || isPending !== true) return null;
  const path = detailPath(tenant.slug, job.provider_slug, { tab: 'execucoes', jobId: job.id });
  return (
    <Link
      to={path}
      className="inline-flex min-h-6 items-center text-sm font-medium text-danger underline underline-offset-2"
    >
      {warning.short(formatCount(massRemoval.missing))}
    </Link>
  );
}

/** Contacts wait for somebody to say whose they are: the way there. */
function ToReview({ job }: { job: Job }) {
  const { tenant } = useTenant();
  const count = useReviewCount(tenant.id, parseResult(job.result).counters.has('review')) ?? 0;
  if (count === 0) return null;
  return (
    <Link
      to={reviewPath(tenant.slug)}
      className="numbers inline-flex min-h-6 items-center text-sm font-medium text-accent underline underline-offset-2"
    >
      {formatPlural(count, TO_REVIEW)}
    </Link>
  );
}

function Submitting() {
  const { provider } = useIntegration();
  return (
    <div className="space-y-1.5">
      <ProgressBar label={provider.name} value={null} valueText={labels.enqueuing} tone="active" />
      <p className="text-sm text-muted">{labels.enqueuing}</p>
    </div>
  );
}

/** The error in a sentence, and the way to all of it. */
function LastError({ job, text }: { job: Job | null; text: string }) {
  const resumePoint = useResumePoint(job);
  const { tenant } = useTenant();
  const { provider_slug: slug } = useIntegration();
  const path = detailPath(tenant.slug, slug, { tab: 'execucoes', ...(job === null ? {} : { jobId: job.id }) });
  return (
    <div className="space-y-1 text-sm">
      <p className="line-clamp-3" title={PHASE_VIEWS.error.description}>
        {text}
      </p>
      {job !== null && job.processed_count > 0 && <StoppedLine job={job} />}
      {resumePoint !== null && <p className="text-muted">{labels.willResume}</p>}
      <Link to={path} className="inline-flex min-h-6 items-center font-medium text-danger underline underline-offset-2">
        {labels.seeError}
      </Link>
      <Suspense>
        <CardRemedy />
      </Suspense>
    </div>
  );
}
