import { type ComponentProps, useId } from 'react';
import { cx } from '../../lib/app/class-names.ts';

const FIELD =
  'min-h-11 w-full min-w-0 rounded-lg border border-control/60 bg-surface px-2.5 text-ink placeholder:text-muted hover:border-control sm:min-h-9';

interface FilterSelectProps {
  label: string;
  value: string | null;
  /** What stands for null. */
  any: string;
  options: ReadonlyArray<readonly [value: string, label: string]>;
  onChange: (value: string | null) => void;
}

/** One choice of a filter bar. A value that is not among the options (somebody who left) stays visible by itself. */
export function FilterSelect({ label, value, any, options, onChange }: FilterSelectProps) {
  const id = useId();
  const isKnown = value === null || options.some(([known]) => known === value);
  return (
    <div className="min-w-0 text-sm sm:max-w-44">
      <label htmlFor={id} className="mb-1 block text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || null)}
        className={cx(FIELD, value !== null && 'border-accent')}
      >
        <option value="">{any}</option>
        {options.map(([known, text]) => (
          <option key={known} value={known}>
            {text}
          </option>
        ))}
        {!isKnown && <option value={value}>{value}</option>}
      </select>
    </div>
  );
}

interface FilterInputProps extends ComponentProps<'input'> {
  label: string;
}

/** One text or day of a filter bar. */
export function FilterInput({ label, className, ...props }: FilterInputProps) {
  const id = useId();
  return (
    <div className="min-w-0 text-sm">
      <label htmlFor={id} className="mb-1 block text-muted">
        {label}
      </label>
      <input {...props} id={id} className={cx(FIELD, className)} />
    </div>
  );
}
