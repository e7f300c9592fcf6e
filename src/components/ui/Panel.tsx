import type { ComponentProps } from 'react';
import { cx } from '../../lib/app/class-names.ts';

/** A sheet of paper on the page. */
export function Panel({ className, ...props }: ComponentProps<'section'>) {
  return <section {...props} className={cx('rounded-2xl border border-line bg-surface shadow-card', className)} />;
}
