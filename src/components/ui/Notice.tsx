import { CircleAlert, Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../lib/app/class-names.ts';

interface NoticeProps {
  title: string;
  children?: ReactNode;
  kind?: 'error' | 'info';
  icon?: LucideIcon;
  /** Only for the failure of something that the user just did: it interrupts a screen reader. */
  isAlert?: boolean;
  actions?: ReactNode;
}

/** What happened, and what to do about it. */
export function Notice({ title, children, kind = 'error', icon, isAlert = false, actions }: NoticeProps) {
  const Icon = icon ?? (kind === 'error' ? CircleAlert : Info);
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={cx(
        'flex gap-3 rounded-xl border p-4 text-sm',
        kind === 'error' ? 'border-danger/30 bg-danger-soft' : 'border-line bg-inset',
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4.5 shrink-0', kind === 'error' ? 'text-danger' : 'text-accent')} />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-semibold text-ink">{title}</p>
        {children && <div className="text-muted">{children}</div>}
        {actions && <div className="flex flex-wrap gap-2 pt-2">{actions}</div>}
      </div>
    </div>
  );
}
