import { useState } from 'react';

/**
 * For a dialog that is opened without Radix's own trigger: Radix then returns the focus to nobody. Gives the handler
 * for `onCloseAutoFocus`, which focuses what had the focus before, or `fallback` when that is gone meanwhile.
 */
export function useReturnFocus(fallback?: { readonly current: HTMLElement | null }): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
    else fallback?.current?.focus();
  };
}
