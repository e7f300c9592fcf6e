import type { ReactNode } from 'react';
import { type ExecutionFilters, PERIODS, type Period } from '../../lib/executions/filters.ts';
import { isJobStatus, JOB_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { executions as labels } from '../../lib/labels/executions/executions.ts';
import { Button } from '../ui/Button.tsx';

interface ExecutionFilterBarProps {
  filters: ExecutionFilters;
  onChange: (filters: ExecutionFilters) => void;
}

function isPeriod(value: string): value is Period {
  return PERIODS.some((period) => period === value);
}

/** Filters of the table; each takes effect at once and stands in the URL. */
export function ExecutionFilterBar({ filters, onChange }: ExecutionFilterBarProps) {
  const isFiltered = filters.status !== null || filters.period !== null;
  return (
    <fieldset className="flex flex-wrap items-end gap-3">
      <legend className="sr-only">{labels.filters}</legend>
      <Choice
        label={labels.status}
        value={filters.status ?? ''}
        onChange={(value) => onChange({ ...filters, status: isJobStatus(value) ? value : null })}
      >
        <option value="">{labels.anyStatus}</option>
        {JOB_STATUSES.map((status) => (
          <option key={status} value={status}>
            {PHASE_VIEWS[status].label}
          </option>
        ))}
      </Choice>
      <Choice
        label={labels.period}
        value={filters.period ?? ''}
        onChange={(value) => onChange({ ...filters, period: isPeriod(value) ? value : null })}
      >
        <option value="">{labels.anyPeriod}</option>
        {PERIODS.map((period) => (
          <option key={period} value={period}>
            {labels.periods[period]}
          </option>
        ))}
      </Choice>
      {isFiltered && (
        <Button variant="quiet" onClick={() => onChange({ status: null, period: null })}>
          {labels.clearFilters}
        </Button>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="text-sm">
      <span className="mb-1 block text-muted">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-11 rounded-lg border border-control/60 bg-surface px-2.5 text-ink hover:border-control sm:min-h-9"
      >
        {children}
      </select>
    </label>
  );
}
