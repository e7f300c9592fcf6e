import { createContext, useState } from 'react';

export interface Selection {
  /** What is selected of what is shown, in its order. */
  ids: readonly string[];
  isSelected: (id: string) => boolean;
  /** Selects one or takes it out; `isRange`: all from the last one that was touched to this one get the same. */
  toggle: (id: string, isRange: boolean) => void;
  /** Selects all from where the selection began, or from `from`, to `to`. */
  extend: (from: string, to: string) => void;
  /** May this row be selected at all? */
  canSelect: (id: string) => boolean;
  isAll: boolean;
  all: () => void;
  clear: () => void;
}

/** Where rows find their selection; null: nothing can be selected. */
export const SelectionContext = createContext<Selection | null>(null);

/** A selection among the rows that are shown, by click, by Shift and click, and by Shift and arrows. */
export function useSelection(shown: readonly string[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const ids = shown.filter((id) => selected.has(id));

  const toggle = (id: string, isRange: boolean) => {
    const next = new Set(ids);
    const from = isRange && anchor !== null ? shown.indexOf(anchor) : -1;
    const to = shown.indexOf(id);
    // A range takes the state of where it began, as in every list of files.
    const isOn = from === -1 ? !next.has(id) : anchor !== null && next.has(anchor);
    const touched = from === -1 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of touched) {
      if (isOn) next.add(one);
      else next.delete(one);
    }
    setSelected(next);
    if (from === -1) setAnchor(id);
  };
  const extend = (from: string, to: string) => {
    const next = new Set(ids);
    const begin = anchor !== null && next.has(anchor) ? anchor : from;
    const ends = [shown.indexOf(begin), shown.indexOf(to)];
    for (const one of shown.slice(Math.min(...ends), Math.max(...ends) + 1)) next.add(one);
    setSelected(next);
    setAnchor(begin);
  };
  const isAll = shown.length > 0 && ids.length === shown.length;
  return {
    ids,
    isSelected: (id) => selected.has(id),
    toggle,
    extend,
    canSelect: (id) => shown.includes(id),
    isAll,
    all: () => {
      setSelected(new Set(shown));
      setAnchor(null);
    },
    clear: () => {
      setSelected(new Set());
      setAnchor(null);
    },
  };
}
