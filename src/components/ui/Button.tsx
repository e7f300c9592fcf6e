import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { cx } from '../../lib/app/class-names.ts';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger';

const VARIANTS: Record<Variant, string> = {
  primary: 'border-transparent bg-accent text-accent-ink hover:bg-accent-strong',
  secondary: 'border-control/60 bg-surface text-ink hover:border-control hover:bg-inset',
  quiet: 'border-transparent text-accent hover:bg-accent-soft',
  danger: 'border-danger/50 bg-surface text-danger hover:border-danger hover:bg-danger-soft',
};

const OFF: Record<Variant, string> = {
  primary: 'border-transparent bg-track text-muted',
  secondary: 'border-line bg-surface text-muted',
  quiet: 'border-transparent text-muted',
  danger: 'border-line bg-surface text-muted',
};

/** Look of a button, for links that lead somewhere but read as an action. */
export function buttonClass(variant: Variant = 'secondary', isOff = false): string {
  return cx(
    'inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-3.5 text-sm font-medium whitespace-nowrap transition-colors sm:min-h-9',
    isOff ? OFF[variant] : VARIANTS[variant],
  );
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: Variant;
  icon?: LucideIcon;
  /** Shows the spinner and ignores clicks; the label should say what is going on ("Colocando na fila…"). */
  isBusy?: boolean;
  isOff?: boolean;
}

/**
 * A button that is never `disabled`: a disabled element drops the focus, and a keyboard user starts over at the top of
 * the page. It says aria-disabled and ignores clicks instead.
 */
export function Button({ variant, icon: Icon, isBusy = false, isOff = false, ...rest }: ButtonProps) {
  const { className, onClick, children, type = 'button', ...props } = rest;
  const isInert = isBusy || isOff;
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (isInert) event.preventDefault();
    else onClick?.(event);
  };
  const Shown = isBusy ? LoaderCircle : Icon;
  return (
    <button
      {...props}
      type={type}
      aria-disabled={isInert || undefined}
      onClick={handleClick}
      className={cx(buttonClass(variant, isInert), className)}
    >
      {Shown && <Shown aria-hidden className={cx('size-4 shrink-0', isBusy && 'motion-safe:animate-spin')} />}
      {children}
    </button>
  );
}
