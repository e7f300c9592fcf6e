import { cx } from '../../lib/app/class-names.ts';
import { common } from '../../lib/labels/common.ts';

/** The mark of the product: two lines of a ledger that hook into each other. `isCompact`: alone on the smallest screens. */
export function Brand({ isCompact = false }: { isCompact?: boolean }) {
  return (
    <span className="flex items-center gap-2.5">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-[#0f5b55]" />
        <path d="M9 10.5h9.25a4.25 4.25 0 0 1 0 8.5H15" className="fill-none stroke-white" {...STROKE} />
        <path d="M23 21.5h-9.25a4.25 4.25 0 0 1 0-8.5H17" className="fill-none stroke-[#8fd6c8]" {...STROKE} />
      </svg>
      <span className={cx('text-[1.0625rem] font-semibold tracking-tight', isCompact && 'max-xs:sr-only')}>
        {common.product}
      </span>
    </span>
  );
}

const STROKE = { strokeWidth: 2.6, strokeLinecap: 'round' } as const;
