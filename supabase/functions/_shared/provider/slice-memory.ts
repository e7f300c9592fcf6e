import type { ListCursor, LiveList, PageAnswer } from './list-contract.ts';

/** What a slice remembers beside its cursor, so that a record is counted once. */
export interface SliceMemory {
  /** Keys of the run. */
  run: Set<string>;
  /** Keys of the look, each with a hash of the record that came first. */
  look: Map<string, string>;
  /** Keys that came again with another record. */
  rivals: Set<string>;
  /** The newest answer with records of each page, without these. */
  pages: Map<number, PageAnswer>;
}
const memories = new WeakMap<object, SliceMemory>();

/** The memory that hangs on `list.slice`; empty when a run begins, and when another process had it. */
export function memoryOf(list: LiveList, cursor: ListCursor): SliceMemory {
  const isBegin = cursor.look === 1 && cursor.page === 1 && cursor.proofs === 0;
  const known = isBegin ? undefined : memories.get(list.slice);
  const memory = {
    run: known?.run ?? new Set<string>(),
    look: (cursor.page > 1 && known?.look) || new Map<string, string>(),
    rivals: known?.rivals ?? new Set<string>(),
    pages: known?.pages ?? new Map<number, PageAnswer>(),
  };
  memories.set(list.slice, memory);
  return memory;
}
