import { useEffect, useRef } from 'react';
import { isShortcut } from '../../lib/app/shortcuts.ts';

/** Moves and decisions by one key, for the contact that has the focus. */
export interface ReviewKeys {
  onMove: (step: 1 | -1) => void;
  onCandidate: (place: number) => void;
  onSearch: () => void;
  onNobody: () => void;
  onSelect: () => void;
  onUndo: () => void;
  onFind: () => void;
}

/** Listens for the keys of the page, not while somebody types, and not to those with Ctrl, Alt or Meta. */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const { onMove, onCandidate, ...others } = latest.current;
      const actions: Readonly<Record<string, () => void>> = {
        j: () => onMove(1),
        k: () => onMove(-1),
        o: others.onSearch,
        n: others.onNobody,
        x: others.onSelect,
        z: others.onUndo,
        '/': others.onFind,
      };
      const action = /^[1-5]$/.test(event.key) ? () => onCandidate(Number(event.key)) : actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, []);
}
