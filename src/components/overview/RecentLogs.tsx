import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import { type AttemptLog, recentLogsOptions, removedText } from '../../lib/executions/logs.ts';
import { isJobStatus } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { formatCount, formatDuration } from '../../lib/text/format.ts';
import { Badge } from '../ui/Badge.tsx';
import { Failure } from '../ui/Failure.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

/** The last attempts of the integration, each leading to its execution. */
export function RecentLogs() {
  const { tenant_id: tenantId, provider_slug: slug } = useIntegration();
  const query = useQuery(recentLogsOptions(tenantId, slug));
  if (query.data === undefined) {
    if (query.error === null) return <Skeleton className="h-40" />;
    return <Failure title={labels.logsFailed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <p className="text-sm text-muted">{labels.logsEmpty}</p>;
  return (
    <ul className="divide-y divide-line">
      {query.data.map((log) => (
        <LogRow key={log.id} log={log} />
      ))}
    </ul>
  );
}

function LogRow({ log }: { log: AttemptLog }) {
  const { tenant } = useTenant();
  const { provider_slug: slug } = useIntegration();
  const { label, tone, icon } = PHASE_VIEWS[isJobStatus(log.status) ? log.status : 'error'];
  const numbers = [
    labels.attempt(log.attempt),
    `${formatCount(log.total_processados)} ${labels.records.toLowerCase()}`,
    log.execution_time_ms === null ? null : formatDuration(log.execution_time_ms),
    removedText(log),
  ].filter((part) => part !== null);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-3 text-sm">
      <span className="w-28 shrink-0">
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="numbers flex flex-wrap gap-x-3 text-muted">
          {numbers.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
        {log.status === 'error' && <p>{log.error_message ?? jobErrorText(log.error_code).title}</p>}
      </div>
      <span className="text-muted">
        <RelativeTime timestamp={log.created_at} />
      </span>
      {log.job_id !== null && (
        <Link
          to={detailPath(tenant.slug, slug, { tab: 'execucoes', jobId: log.job_id })}
          className="inline-flex min-h-6 items-center rounded font-medium text-accent hover:underline"
        >
          {labels.seeExecution}
        </Link>
      )}
    </li>
  );
}
