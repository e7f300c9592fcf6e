import { cx } from '../../lib/app/class-names.ts';

/** A grey place-holder; hidden from screen readers, which hear one sentence instead. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('rounded-md bg-track motion-safe:animate-pulse', className)} />;
}
