import * as Dialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useReturnFocus } from '../../hooks/browser/useReturnFocus.ts';
import { common } from '../../lib/labels/common.ts';

interface SidePanelProps {
  title: string;
  description: string;
  onClose: () => void;
  /** Beside the button that closes. */
  actions?: ReactNode;
  /** Takes the focus at the end when nothing had it before, as after a link that leads straight here. */
  fallbackFocus?: { readonly current: HTMLElement | null };
  children: ReactNode;
}

/** A sheet over the right side of the page, the whole page on a phone. Esc closes it, and focus returns. */
export function SidePanel({ title, description, onClose, actions, fallbackFocus, children }: SidePanelProps) {
  const handleCloseAutoFocus = useReturnFocus(fallbackFocus);
  const closeButton = useRef<HTMLButtonElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40 print:hidden" />
        <Dialog.Content
          // Not the first of the actions: what is read first is the way back.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            closeButton.current?.focus();
          }}
          onCloseAutoFocus={handleCloseAutoFocus}
          className="sheet fixed inset-y-0 right-0 z-50 flex w-full max-w-xl flex-col border-l border-line bg-paper outline-none"
        >
          <div className="flex items-start justify-between gap-4 border-b border-line bg-surface px-5 py-4">
            <div>
              <Dialog.Title className="numbers text-lg font-semibold">{title}</Dialog.Title>
              <Dialog.Description className="text-sm text-muted">{description}</Dialog.Description>
            </div>
            <div className="flex shrink-0 items-center gap-1 print:hidden">
              {actions}
              <Dialog.Close
                ref={closeButton}
                aria-label={common.close}
                className="flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-inset hover:text-ink sm:size-9"
              >
                <X aria-hidden className="size-5" />
              </Dialog.Close>
            </div>
          </div>
          <section
            aria-label={title}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, and nothing in it may be reachable by keyboard
            tabIndex={0}
            className="flex-1 space-y-5 overflow-y-auto px-5 py-5"
          >
            {children}
          </section>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
