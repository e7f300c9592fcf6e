import { useEffect } from 'react';
import { holdUnsaved } from '../../lib/app/unsaved.ts';

/** Lets the browser ask before the page is left or reloaded while something is not saved, and the app before one of its links. */
export function useUnsavedWarning(hasUnsaved: boolean): void {
  useEffect(() => {
    if (!hasUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    const release = holdUnsaved();
    return () => {
      release();
      window.removeEventListener('beforeunload', warn);
    };
  }, [hasUnsaved]);
}
