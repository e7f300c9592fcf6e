import { useEffect } from 'react';
import { common } from '../../lib/labels/common.ts';

/** Titles the page "<title> · Integrações", or exactly `title` while something is under way and space is short. */
export function useDocumentTitle(title: string, isExact = false): void {
  useEffect(() => {
    document.title = isExact ? title : `${title} · ${common.product}`;
  }, [title, isExact]);
}
