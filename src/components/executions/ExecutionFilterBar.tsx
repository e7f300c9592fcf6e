import { type ReactNode, useEffect, useState } from 'react';
import { useSettled } from '../../hooks/browser/useSettled.ts';
import { type ExecutionFilters, ID_MIN, PERIODS, SCHEDULED } from '../../lib/executions/filters.ts';
import { isJobStatus, JOB_STATUSES } from '../../lib/jobs/job-status.ts';
import { PHASE_VIEWS } from '../../lib/jobs/job-view.ts';
import { isJobErrorCode, JOB_ERROR_TEXTS } from '../../lib/labels/errors.ts';
import { executionPanel } from '../../lib/labels/executions/executions.ts';
import { executionFilters as labels } from '../../lib/labels/executions/search.ts';
import type { Person } from '../../lib/tenants/people.ts';
import { Button } from '../ui/Button.tsx';
import { FilterInput, FilterSelect } from './FilterField.tsx';

interface ExecutionFilterBarProps {
  filters: ExecutionFilters;
  onChange: (change: Partial<ExecutionFilters>) => void;
  /** Who may have started something. */
  people: readonly Person[];
  /** Further filters, before these. */
  children?: ReactNode;
  /** null = nothing is filtered. */
  onClear: (() => void) | null;
}

const ERRORS = Object.entries(JOB_ERROR_TEXTS)
  .map(([value, { title }]) => ({ value, title }))
  .sort((a, b) => a.title.localeCompare(b.title, 'pt-BR'));

/** Filters of executions; each takes effect at once and stands in the address. */
export function ExecutionFilterBar({ filters, onChange, people, children, onClear }: ExecutionFilterBarProps) {
  const { status, period, from, until, error, startedBy } = filters;
  return (
    <fieldset className="grid min-w-0 flex-1 grid-cols-2 items-end gap-x-3 gap-y-2 max-sm:basis-full sm:flex sm:flex-wrap">
      <legend className="sr-only">{labels.legend}</legend>
      {children}
      <FilterSelect
        label={labels.status}
        value={status}
        any={labels.anyStatus}
        options={JOB_STATUSES.map((value) => [value, PHASE_VIEWS[value].label])}
        onChange={(value) => onChange({ status: isJobStatus(value) ? value : null })}
      />
      <FilterSelect
        label={labels.period}
        value={period}
        any={labels.anyPeriod}
        options={PERIODS.map((value) => [value, labels.periods[value]])}
        onChange={(value) =>
          onChange({ period: PERIODS.find((known) => known === value) ?? null, from: null, until: null })
        }
      />
      {period === 'datas' && (
        <>
          <FilterInput
            type="date"
            label={labels.from}
            value={from ?? ''}
            max={until ?? undefined}
            onChange={({ target }) => onChange({ from: target.value || null })}
          />
          <FilterInput
            type="date"
            label={labels.until}
            value={until ?? ''}
            min={from ?? undefined}
            onChange={({ target }) => onChange({ until: target.value || null })}
          />
        </>
      )}
      <FilterSelect
        label={labels.error}
        value={error}
        any={labels.anyError}
        options={ERRORS.map(({ value, title }) => [value, title])}
        onChange={(value) => onChange({ error: isJobErrorCode(value) ? value : null })}
      />
      <FilterSelect
        label={labels.startedBy}
        value={startedBy}
        any={labels.anybody}
        options={[[SCHEDULED, executionPanel.system], ...people.map(({ id, email }) => [id, email] as const)]}
        onChange={(value) => onChange({ startedBy: value })}
      />
      <IdFilter id={filters.id} onChange={(id) => onChange({ id })} />
      {onClear !== null && (
        <Button variant="quiet" onClick={onClear} className="col-span-2">
          {labels.clear}
        </Button>
      )}
    </fieldset>
  );
}

const TYPING_MS = 300;

/** What is typed counts once it rests; what the address says counts when it changes by itself. */
function IdFilter({ id, onChange }: { id: string | null; onChange: (id: string | null) => void }) {
  const [text, setText] = useState(id ?? '');
  const settled = useSettled(text.trim(), TYPING_MS);
  const asked = settled.length >= ID_MIN ? settled : null;
  const [told, setTold] = useState(id);
  if (id !== told) {
    setTold(id);
    if (id !== asked) setText(id ?? '');
  }
  // Only what was typed changes the address: a cleared one must not be filled again by the text that is about to go.
  useEffect(() => {
    if (settled === text.trim() && asked !== id) onChange(asked);
  });
  return (
    <FilterInput
      type="search"
      label={labels.id}
      placeholder={labels.idHint}
      autoComplete="off"
      spellCheck={false}
      maxLength={36}
      value={text}
      onChange={({ target }) => setText(target.value)}
      className="sm:w-44"
    />
  );
}
