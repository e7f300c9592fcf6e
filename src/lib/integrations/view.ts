import { Archive, CircleDashed, type LucideIcon, PowerOff } from 'lucide-react';
import type { Job } from '../jobs/job.ts';
import { isActive, isJobStatus } from '../jobs/job-status.ts';
import { PHASE_VIEWS, type StatusTone, viewOf } from '../jobs/job-view.ts';
import { remedyOf } from '../jobs/remedies.ts';
import { integrations as labels } from '../labels/integrations.ts';
import { type SetupSummary, setupOf } from './setup.ts';

/** What an integration needs to have for its badge. */
export interface IntegrationSummary {
  is_enabled: boolean;
  removed_at?: string | null;
  last_status: string | null;
  job: Job | null;
}

export interface BadgeView {
  label: string;
  tone: StatusTone;
  icon: LucideIcon;
  isSpinning: boolean;
}

/** Is a run waiting or under way? */
export function hasActiveJob({ job }: Pick<IntegrationSummary, 'job'>): boolean {
  return job !== null && isActive(job.status);
}

/** Did the last run end well? Then the data are as old as it is. */
export function endedWell({ job, last_status }: Pick<IntegrationSummary, 'job' | 'last_status'>): boolean {
  return (job?.status ?? last_status) === 'success';
}

/** Why no run can be started now; null when one can. */
export function reasonOff(integration: Pick<IntegrationSummary, 'job' | 'is_enabled'>): string | null {
  if (hasActiveJob(integration)) return labels.reasonActive;
  return integration.is_enabled ? null : labels.reasonDisabled;
}

/**
 * The one badge of an integration: a run under way first, then "Desativada", then how the last run ended. While a
 * start is being submitted it already looks like a run. `wording`: that of the card, where the specification has one word for a run that
 * waits and one that runs, or the word for each.
 */
export function badgeOf(
  integration: IntegrationSummary,
  now: number,
  isSubmitting: boolean,
  wording: 'cardLabel' | 'label' = 'cardLabel',
): BadgeView {
  const { job } = integration;
  if (job !== null && isActive(job.status)) {
    const view = viewOf(job, now);
    return { label: view[wording], tone: view.tone, icon: view.icon, isSpinning: view.phase === 'running' };
  }
  if (isSubmitting) {
    const { tone, icon, ...words } = PHASE_VIEWS.pending;
    return { label: words[wording], tone, icon, isSpinning: false };
  }
  if (typeof integration.removed_at === 'string') {
    return { label: labels.removed, tone: 'canceled', icon: Archive, isSpinning: false };
  }
  if (!integration.is_enabled) return { label: labels.disabled, tone: 'canceled', icon: PowerOff, isSpinning: false };
  // The job may be gone by retention; the integration remembers how it ended.
  const status = job?.status ?? integration.last_status;
  if (!isJobStatus(status)) return { label: labels.neverRun, tone: 'canceled', icon: CircleDashed, isSpinning: false };
  const { cardLabel, tone, icon } = PHASE_VIEWS[status];
  return { label: cardLabel, tone, icon, isSpinning: false };
}

/** Is a run the next thing to do here: the first one, or the one that ends a failure? Its button is then the main one. */
export function isRunNext(
  integration: SetupSummary & { last_status: string | null; last_error_code: string | null },
): boolean {
  const setup = setupOf(integration);
  if (setup !== null) return setup.next === 'run';
  const { job, last_status: lastStatus, last_error_code: lastCode } = integration;
  const code = job === null ? lastCode : job.error_code;
  return (job?.status ?? lastStatus) === 'error' && remedyOf(code).first === 'run';
}

/** Values of `?filtro=` on the list. */
export const LIST_FILTERS = ['todas', 'andamento', 'falha'] as const;
export type ListFilter = (typeof LIST_FILTERS)[number];

export function parseListFilter(value: string | null): ListFilter {
  return LIST_FILTERS.find((filter) => filter === value) ?? 'todas';
}

/** Does the list show the integration under this filter? */
export function matchesListFilter(integration: IntegrationSummary, filter: ListFilter): boolean {
  if (filter === 'todas') return true;
  if (filter === 'andamento') return hasActiveJob(integration);
  return !hasActiveJob(integration) && (integration.job?.status ?? integration.last_status) === 'error';
}
