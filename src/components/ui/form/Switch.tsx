import { useId } from 'react';
import { cx } from '../../../lib/app/class-names.ts';

interface SwitchProps {
  label: string;
  hint: string;
  isOn: boolean;
  isBusy: boolean;
  onChange: (isOn: boolean) => void;
}

/** An on/off switch that takes effect at once. */
export function Switch({ label, hint, isOn, isBusy, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <p id={id} className="font-medium">
          {label}
        </p>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        aria-disabled={isBusy || undefined}
        onClick={() => !isBusy && onChange(!isOn)}
        className="-m-2 shrink-0 rounded-full p-2"
      >
        <span
          className={cx(
            'flex h-7 w-12 items-center rounded-full border p-0.5 transition-colors',
            isOn ? 'border-accent bg-accent' : 'border-control bg-inset',
          )}
        >
          <span
            className={cx(
              'size-5.5 rounded-full motion-safe:transition-transform',
              isOn ? 'translate-x-5 bg-accent-ink' : 'bg-control',
            )}
          />
        </span>
      </button>
    </div>
  );
}
