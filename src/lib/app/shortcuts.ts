const STORED = 'integracoes.atalhos';

/** Are shortcuts of one key on? They can be switched off: whoever dictates text, or rests a hand on the keys, sets them off by accident. */
export function hasShortcuts(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    // A browser may forbid storage: then the choice lasts for nothing, and the default holds.
    return true;
  }
}

export function setShortcuts(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, 'off');
  } catch {
    // See above.
  }
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

/** Is a dialog open? Its keys are its own. */
const isAsked = () => document.querySelector('[role=dialog], [role=alertdialog]') !== null;

/** Is the key pressed as a shortcut: alone, outside of every field and dialog, and not taken by the page already? */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  return hasShortcuts() && !isTyping(event.target) && !isAsked();
}

/** Marks what a key stands for: the button that runs, and the field that searches. */
export const RUN_BUTTON = { 'data-shortcut': 'run' } as const;
const RUN_SELECTOR = '[data-shortcut="run"]';

/**
 * The button that `r` presses: that of the card that has the focus, else the only one of the page; null = there is none, or it is not
 * clear which.
 */
export function runButton(): HTMLElement | null {
  const near = document.activeElement?.closest('article')?.querySelector<HTMLElement>(RUN_SELECTOR);
  if (near) return near;
  const all = document.querySelectorAll<HTMLElement>(`main ${RUN_SELECTOR}`);
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** The field that `/` leads to: the first that searches on the page. */
export function searchField(): HTMLElement | null {
  return document.querySelector<HTMLElement>('main input[type=search]');
}
