import { useEffect } from 'react';

const PRODUCT = 'Integrações';

/** Titles the page "<title> · Integrações"; null stands for the product alone. */
export function useDocumentTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? PRODUCT : `${title} · ${PRODUCT}`;
  }, [title]);
}
