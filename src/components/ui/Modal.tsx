import * as Dialog from '@radix-ui/react-dialog';
import type { ReactNode, RefObject } from 'react';
import { useReturnFocus } from '../../hooks/browser/useReturnFocus.ts';

interface ModalProps {
  onClose: () => void;
  title: string;
  description: string;
  children?: ReactNode;
  actions: ReactNode;
  /** Takes the focus at the end when the element that had it is gone. */
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** A question that must be answered first. Focus is kept inside, Esc closes, and focus returns where it was. */
export function Modal({ onClose, title, description, children, actions, fallbackFocus }: ModalProps) {
  const handleCloseAutoFocus = useReturnFocus(fallbackFocus);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          role="alertdialog"
          onCloseAutoFocus={handleCloseAutoFocus}
          className="fixed inset-x-4 bottom-4 z-50 max-h-[calc(100dvh-2rem)] overflow-y-auto rounded-2xl border border-line bg-surface p-5 shadow-card outline-none sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-full sm:max-w-md sm:-translate-x-1/2 sm:-translate-y-1/2 sm:p-6"
        >
          <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-2 text-muted">{description}</Dialog.Description>
          {children}
          <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{actions}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
