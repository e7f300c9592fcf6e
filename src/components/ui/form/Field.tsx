import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from '../../../lib/app/class-names.ts';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value, in words. */
  problem?: string | null;
  /** A button inside the input, at its end. */
  action?: ReactNode;
}

/** A labelled input with its hint and its problem, tied together for screen readers. */
export function Field({ label, hint, problem = null, action, className, ...props }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, problem !== null && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...props}
          id={id}
          aria-invalid={problem !== null || undefined}
          aria-describedby={describedBy === '' ? undefined : describedBy}
          className={cx(
            'block min-h-11 w-full rounded-lg border bg-surface px-3 text-ink read-only:bg-inset placeholder:text-muted',
            problem === null ? 'border-control' : 'border-danger',
            action !== undefined && 'pr-12',
            className,
          )}
        />
        {action}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm break-words text-muted">
          {hint}
        </p>
      )}
      {problem !== null && (
        <p id={`${id}-problem`} className="mt-1 text-sm font-medium text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
