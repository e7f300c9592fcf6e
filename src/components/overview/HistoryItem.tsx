import { Settings2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { usePeople } from '../../hooks/usePeople.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import { removedText } from '../../lib/executions/logs.ts';
import type { AttemptEntry, ChangeOfConfiguration, HistoryEntry } from '../../lib/executions/timeline-query.ts';
import { isJobStatus } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS, type StatusTone } from '../../lib/jobs/job-view.ts';
import { RECORDS } from '../../lib/labels/common.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { executionPanel, executions } from '../../lib/labels/executions/executions.ts';
import { history } from '../../lib/labels/history.ts';
import { overview as labels } from '../../lib/labels/overview.ts';
import { actionText, auditChanges } from '../../lib/settings/audit-changes.ts';
import { formatDuration, formatPlural } from '../../lib/text/format.ts';
import { TONES } from '../ui/Badge.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** One thing that happened: an attempt, or a change of the configuration. */
export function HistoryItem({ entry }: { entry: HistoryEntry }) {
  return entry.kind === 'attempt' ? <Attempt entry={entry} /> : <Change entry={entry} />;
}

function Attempt({ entry: { log, at, startedBy, isKnown } }: { entry: AttemptEntry }) {
  const { tenant } = useTenant();
  const { provider_slug: slug } = useIntegration();
  const nameOf = usePeople();
  const { label, tone, icon: Icon } = PHASE_VIEWS[isJobStatus(log.status) ? log.status : 'error'];
  const who = startedBy === null ? executionPanel.system : executions.startedByShort(nameOf(startedBy));
  const facts = [
    labels.attempt(log.attempt),
    formatPlural(log.total_processados, RECORDS),
    log.execution_time_ms === null ? null : formatDuration(log.execution_time_ms),
    removedText(log),
    isKnown ? who : null,
  ];
  return (
    <Item
      tone={tone}
      icon={<Icon aria-hidden className="size-4 text-(--tone-dot)" />}
      title={label}
      facts={facts.filter((fact) => fact !== null)}
      at={at}
      link={
        log.job_id !== null && (
          <Link
            to={detailPath(tenant.slug, slug, { tab: 'execucoes', jobId: log.job_id })}
            className="inline-flex min-h-6 items-center rounded font-medium text-accent hover:underline max-sm:order-2"
          >
            {labels.seeExecution}
          </Link>
        )
      }
    >
      {log.status === 'error' && (
        <p className="break-words">{log.error_message ?? jobErrorText(log.error_code).title}</p>
      )}
    </Item>
  );
}

function Change({ entry }: { entry: ChangeOfConfiguration }) {
  const nameOf = usePeople();
  const who = entry.actorId === null ? history.system : nameOf(entry.actorId);
  return (
    <Item
      tone="canceled"
      icon={<Settings2 aria-hidden className="size-4 text-muted" />}
      title={`${who} ${actionText(entry)}`}
      facts={[]}
      at={entry.at}
    >
      {auditChanges(entry).map(({ label, from, to }) => (
        <p key={label} className="numbers break-words text-muted">
          {label}: {history.from} <bdi>{from}</bdi> {history.to} <bdi>{to}</bdi>
        </p>
      ))}
    </Item>
  );
}

interface ItemProps {
  tone: StatusTone;
  icon: ReactNode;
  title: string;
  facts: readonly string[];
  at: string;
  link?: ReactNode;
  children: ReactNode;
}

function Item({ tone, icon, title, facts, at, link, children }: ItemProps) {
  return (
    <li className={`${TONES[tone]} relative py-1.5 pl-5 text-sm`}>
      <span aria-hidden className="absolute top-2 -left-[9px] rounded-full bg-surface">
        {icon}
      </span>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <p className="font-medium max-sm:flex-1">{title}</p>
        {/* A phone has no room beside the title: there they have a line of their own below it. */}
        <p className="numbers flex min-w-0 flex-wrap gap-x-3 text-muted max-sm:order-1 max-sm:basis-full sm:flex-1">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <span className="text-muted">
          <RelativeTime timestamp={at} />
        </span>
        {link}
      </div>
      {children}
    </li>
  );
}
