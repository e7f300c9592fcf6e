import { PHASE_VIEWS } from '../jobs/job-view.ts';
import { JOB_ERROR_TEXTS } from '../labels/errors.ts';
import { executionPanel } from '../labels/executions/executions.ts';
import { executionFilters as labels, filterWords as words } from '../labels/executions/search.ts';
import { type ExecutionFilters, SCHEDULED } from './filters.ts';

/** "16/11/2026" of "2026-11-16", without a detour through a time zone. */
function dayText(day: string | null): string | null {
  return day === null ? null : `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** The filters as a line of words, for paper and files: "Status: Falha · Período: Últimos 7 dias". */
export function filterText(filters: ExecutionFilters, nameOf: (userId: string) => string): string {
  const { status, period, from, until, error, startedBy, id } = filters;
  const parts: Array<[string, string | null]> = [
    [labels.status, status && PHASE_VIEWS[status].label],
    [
      labels.period,
      period && (period === 'datas' ? words.days(dayText(from), dayText(until)) : labels.periods[period]),
    ],
    [labels.error, error && JOB_ERROR_TEXTS[error].title],
    [labels.startedBy, startedBy && (startedBy === SCHEDULED ? executionPanel.system : nameOf(startedBy))],
    [labels.id, id && words.id(id)],
  ];
  const told = parts.flatMap(([label, value]) => (value === null ? [] : [words.one(label, value)]));
  return told.length === 0 ? words.none : told.join(' · ');
}

/** The filters as a part of a file's name: "falha-7d"; '' without any. */
export function filterFileName({ status, period, from, until, error, startedBy, id }: ExecutionFilters): string {
  const days = period === 'datas' ? [from && `de-${from}`, until && `ate-${until}`] : [period];
  const who = startedBy === SCHEDULED ? SCHEDULED : startedBy && `por-${startedBy.slice(0, 8)}`;
  const parts = [status && PHASE_VIEWS[status].label, ...days, error, who, id && `id-${id}`];
  return parts
    .filter((part) => part !== null && part !== '')
    .join('-')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '');
}
