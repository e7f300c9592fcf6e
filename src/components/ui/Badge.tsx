import type { LucideIcon } from 'lucide-react';
import { cx } from '../../lib/app/class-names.ts';
import type { StatusTone } from '../../lib/jobs/job-view.ts';

/** Whole names: Tailwind finds classes by reading the source. */
export const TONES: Record<StatusTone, string> = {
  active: 'tone-active',
  success: 'tone-success',
  error: 'tone-error',
  canceled: 'tone-canceled',
};

interface BadgeProps {
  tone: StatusTone;
  icon: LucideIcon;
  isSpinning?: boolean;
  children: string;
}

/** A status as icon, word and colour. */
export function Badge({ tone, icon: Icon, isSpinning = false, children }: BadgeProps) {
  return (
    <span
      className={cx(
        TONES[tone],
        'numbers inline-flex items-center gap-1.5 rounded-full border border-(--tone-dot)/25 bg-(--tone-bg) px-2.5 py-0.5 text-[0.8125rem] leading-5 font-medium text-(--tone-fg)',
      )}
    >
      <Icon aria-hidden className={cx('size-3.5 shrink-0', isSpinning && 'motion-safe:animate-spin')} />
      {children}
    </span>
  );
}
