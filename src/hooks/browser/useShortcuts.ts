import { useEffect, useRef } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { isShortcut, runButton, searchField } from '../../lib/app/shortcuts.ts';

/** What to say when `r` has no button to press. */
interface ShortcutTexts {
  chooseFirst: string;
}

function run({ chooseFirst }: ShortcutTexts): void {
  const button = runButton();
  if (button === null) announcer.announce(chooseFirst);
  // A button that is off says why in its title; a click would be silent.
  else if (button.getAttribute('aria-disabled') === 'true') announcer.announce(button.title);
  else {
    button.focus();
    button.click();
  }
}

/** The keys of every page: `/` searches, `r` runs, `?` helps. A key that has nothing to do is left to the browser. */
export function useShortcuts(onHelp: () => void, texts: ShortcutTexts): void {
  const latest = useRef({ onHelp, texts });
  latest.current = { onHelp, texts };
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.repeat || !isShortcut(event)) return;
      const field = event.key === '/' ? searchField() : null;
      const actions: Readonly<Record<string, (() => void) | null>> = {
        '/': field === null ? null : () => field.focus(),
        r: document.querySelector('[data-shortcut]') === null ? null : () => run(latest.current.texts),
        '?': () => latest.current.onHelp(),
      };
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, []);
}
