import * as Progress from '@radix-ui/react-progress';
import { cx } from '../../lib/app/class-names.ts';
import type { StatusTone } from '../../lib/jobs/job-view.ts';
import { TONES } from './Badge.tsx';

interface ProgressBarProps {
  /** Name of what is under way, not "progresso". */
  label: string;
  /** 0 to 100; null = the end is unknown. */
  value: number | null;
  valueText: string;
  tone: StatusTone;
  /** A light runs along a bar with unknown end; false for what only waits. */
  isMoving?: boolean;
  /** Of what has ended: slim, and no louder than the words beside it. */
  isQuiet?: boolean;
  className?: string;
}

/**
 * Radix itself rather than a wrapper around it: wrappers are known to drop `value`, and then the bar has neither
 * aria-valuenow nor a text.
 */
export function ProgressBar({
  label,
  value,
  valueText,
  tone,
  isMoving = true,
  isQuiet = false,
  className,
}: ProgressBarProps) {
  return (
    <Progress.Root
      value={value}
      max={100}
      aria-label={label}
      aria-valuetext={valueText}
      getValueLabel={() => valueText}
      className={cx(
        TONES[tone],
        isQuiet ? 'h-1 opacity-75' : 'h-2',
        'w-full overflow-hidden rounded-full bg-track',
        className,
      )}
    >
      {value !== null && (
        <Progress.Indicator
          className="h-full w-full origin-left rounded-full bg-(--tone-bar) motion-safe:transition-transform motion-safe:duration-700"
          style={{ transform: `scaleX(${value / 100})` }}
        />
      )}
      {value === null && isMoving && <Progress.Indicator className="bar-unknown h-full rounded-full bg-(--tone-bar)" />}
    </Progress.Root>
  );
}
