import { cx } from '../../../lib/app/class-names.ts';
import { formatCount } from '../../../lib/text/format.ts';

interface Choice<T extends string> {
  value: T;
  label: string;
  count?: number;
}

interface ChoiceBarProps<T extends string> {
  /** Name of the group, for screen readers. */
  label: string;
  choices: ReadonlyArray<Choice<T>>;
  value: T;
  onChange: (value: T) => void;
}

/** A few exclusive choices side by side: toggle buttons, since each takes effect at once. */
export function ChoiceBar<T extends string>({ label, choices, value, onChange }: ChoiceBarProps<T>) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={cx(
            'numbers inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3 text-sm font-medium',
            choice.value === value
              ? 'border-accent bg-accent-soft text-accent'
              : 'border-control/50 bg-surface text-muted hover:border-control hover:text-ink',
          )}
        >
          {choice.label} {choice.count !== undefined && <span>{formatCount(choice.count)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
