import { type ComponentProps, useId } from 'react';

interface SelectProps extends ComponentProps<'select'> {
  label: string;
}

/** A labelled native select: it works with every keyboard, screen reader and phone. */
export function Select({ label, children, ...props }: SelectProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select
        {...props}
        id={id}
        className="block min-h-11 w-full rounded-lg border border-control bg-surface px-3 text-ink"
      >
        {children}
      </select>
    </div>
  );
}
