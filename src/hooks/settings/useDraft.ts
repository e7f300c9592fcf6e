import { useEffect, useState } from 'react';
import { keepDraft, keptDraft } from '../../lib/settings/drafts.ts';

export interface Draft<T> {
  /** What the form shows: the saved value until somebody edits it. */
  value: T;
  isDirty: boolean;
  /** The saved value changed while it was being edited here: saving replaces what somebody else has saved. */
  hasConflict: boolean;
  edit: (value: T) => void;
  discard: () => void;
  /** After a save, when the page has the saved value: ends the draft, unless it was edited further meanwhile. */
  settle: (submitted: T) => void;
}

/**
 * An edited copy of a saved value. Refetches change what is not being edited and leave alone what is. `form` names it among all forms: a
 * draft outlives a session that ran out, or was ended in another window, until its user is back.
 */
export function useDraft<T>(form: string, saved: T, isEqual: (a: T, b: T) => boolean = Object.is): Draft<T> {
  // Put there by this very form: what comes back has the type that went in.
  const [draft, setDraft] = useState(() => (keptDraft(form) ?? null) as { value: T; base: T } | null);
  useEffect(() => keepDraft(form, draft ?? undefined), [form, draft]);
  const isDirty = draft !== null && !isEqual(draft.value, saved);
  return {
    value: draft === null ? saved : draft.value,
    isDirty,
    hasConflict: isDirty && !isEqual(draft.base, saved),
    edit: (value) => setDraft((current) => ({ value, base: current?.base ?? saved })),
    discard: () => setDraft(null),
    settle: (submitted) =>
      setDraft((current) =>
        current === null || isEqual(current.value, submitted) ? null : { value: current.value, base: submitted },
      ),
  };
}
