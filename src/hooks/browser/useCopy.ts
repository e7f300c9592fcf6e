import { useEffect, useRef, useState } from 'react';

const SHOWN_MS = 2000;

/** Copies text; `copied` is true for two seconds afterwards. `copy` answers false when the clipboard is refused. */
export function useCopy(): { copy: (text: string) => Promise<boolean>; copied: boolean } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      console.warn('Cannot copy: the clipboard is refused', error);
      return false;
    }
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), SHOWN_MS);
    return true;
  };
  return { copy, copied };
}
