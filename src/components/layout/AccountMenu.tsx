import { ChevronDown, CircleUserRound, Gauge, Keyboard, LogOut } from 'lucide-react';
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { NavLink } from 'react-router';
import { useShortcuts } from '../../hooks/browser/useShortcuts.ts';
import { useQueueStatus } from '../../hooks/useQueueStatus.ts';
import { cx } from '../../lib/app/class-names.ts';
import { ACCOUNT_PATH, OPERATION_PATH } from '../../lib/app/links.ts';
import { signOut } from '../../lib/app/session.ts';
import { mayLeave } from '../../lib/app/unsaved.ts';
import { common, places } from '../../lib/labels/common.ts';
import { lazyPart } from '../parts/part.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

const ShortcutsDialog = lazyPart(() => import('./ShortcutsDialog.tsx'));

/** Closes what is open when the pointer goes down elsewhere. */
function useOutsidePress(isOpen: boolean, root: RefObject<HTMLElement | null>, onPress: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const handlePress = ({ target }: PointerEvent) => {
      if (target instanceof Node && root.current?.contains(target) !== true) onPress();
    };
    document.addEventListener('pointerdown', handlePress);
    return () => document.removeEventListener('pointerdown', handlePress);
  });
}

/**
 * Everything of the own account behind one button: profile, theme, keys, sign-out. A disclosure and no ARIA menu: there are a link and
 * radio buttons in it, with keys of their own.
 */
export function AccountMenu({ email }: { email: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isHelping, setIsHelping] = useState(false);
  const rootRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const { isOperator } = useQueueStatus();
  const close = () => setIsOpen(false);
  useShortcuts(() => setIsHelping(true), { chooseFirst: common.chooseFirst });
  useOutsidePress(isOpen, rootRef, close);

  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.preventDefault();
    close();
    buttonRef.current?.focus();
  };
  const handleBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && rootRef.current?.contains(relatedTarget) !== true) close();
  };
  const row = cx(buttonClass('quiet'), 'w-full justify-start aria-[current=page]:bg-accent-soft');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what the buttons in it bubble up
    <div ref={rootRef} className="relative" onKeyDown={handleKey} onBlur={handleBlur}>
      <Button
        ref={buttonRef}
        variant="quiet"
        icon={CircleUserRound}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        title={common.signedInAs(email)}
        onClick={() => setIsOpen(!isOpen)}
        className="-mr-2 min-w-0 max-sm:px-2.5"
      >
        <span className="sr-only">{common.accountMenu} </span>
        <span className="hidden max-w-48 truncate lg:inline">{email}</span>
        <ChevronDown aria-hidden className={cx('size-4', isOpen && 'rotate-180')} />
      </Button>
      {isOpen && (
        <section
          id={panelId}
          aria-label={places.account}
          className="absolute top-full right-0 z-30 mt-1.5 w-72 max-w-[calc(100vw-2rem)] space-y-1 rounded-xl border border-line bg-surface p-2 shadow-card"
        >
          <p className="px-3.5 py-1.5 text-sm break-all text-muted">{common.signedInAs(email)}</p>
          <NavLink to={ACCOUNT_PATH} onClick={close} className={row}>
            <CircleUserRound aria-hidden className="size-4 shrink-0" />
            {places.account}
          </NavLink>
          {isOperator && (
            <NavLink to={OPERATION_PATH} onClick={close} className={row}>
              <Gauge aria-hidden className="size-4 shrink-0" />
              {places.operation}
            </NavLink>
          )}
          <div className="flex items-center justify-between gap-3 py-1 pr-1 pl-3.5 text-sm font-medium">
            <span aria-hidden>{common.theme}</span>
            <ThemeSwitch />
          </div>
          <button
            type="button"
            className={row}
            onClick={() => {
              close();
              setIsHelping(true);
            }}
          >
            <Keyboard aria-hidden className="size-4 shrink-0" />
            {common.shortcuts}
          </button>
          <button
            type="button"
            className={cx(row, 'border-t border-line rounded-t-none')}
            onClick={() => mayLeave() && void signOut()}
          >
            <LogOut aria-hidden className="size-4 shrink-0" />
            {common.signOut}
          </button>
        </section>
      )}
      {isHelping && (
        <Suspense>
          <ShortcutsDialog onClose={() => setIsHelping(false)} fallbackFocus={buttonRef} />
        </Suspense>
      )}
    </div>
  );
}
