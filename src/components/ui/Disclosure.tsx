import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../lib/app/class-names.ts';

interface DisclosureProps {
  summary: string;
  className?: string;
  /** Unfolds it by its turning true; afterwards it is the reader's. */
  isOpen?: boolean;
  /** Told when it opens and closes. */
  onToggle?: (isOpen: boolean) => void;
  children: ReactNode;
}

/** Something folded away behind its summary. The browser's own element: it opens without script and is searched. */
export function Disclosure({ summary, className, isOpen = false, onToggle, children }: DisclosureProps) {
  return (
    <details
      open={isOpen || undefined}
      className={cx('group text-sm', className)}
      onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}
    >
      <summary className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded pr-1 font-medium text-accent hover:underline">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90 motion-safe:transition-transform" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
