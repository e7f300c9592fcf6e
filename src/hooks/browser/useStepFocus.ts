import { type RefObject, useEffect, useRef } from 'react';

/** Gives what the ref is put on the focus whenever the page goes on to another step, where the button that was pressed is gone. */
export function useStepFocus<T extends HTMLElement>(step: string): RefObject<T | null> {
  const ref = useRef<T>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    ref.current?.focus();
  }, [step]);
  return ref;
}
