import { sessionStore } from '../app/session.ts';

/** What was typed and not saved when a session ended without its user asking for it, by user and form. In memory only. */
const drafts = new Map<string, unknown>();

function keyOf(form: string): string | null {
  const session = sessionStore.snapshot();
  return session.status === 'signed-in' ? `${session.userId} ${form}` : null;
}

/** What the signed-in user had typed into this form; undefined = nothing. */
export function keptDraft(form: string): unknown {
  const key = keyOf(form);
  return key === null ? undefined : drafts.get(key);
}

/** Keeps what is typed into a form (undefined = nothing) for its user. The returned function forgets it, unless the session has run out. */
export function keepDraft(form: string, draft: unknown): () => void {
  const key = keyOf(form);
  if (key === null) return () => undefined;
  if (draft === undefined) drafts.delete(key);
  else drafts.set(key, draft);
  return () => {
    const session = sessionStore.snapshot();
    if (session.status !== 'signed-out' || !session.hasExpired) drafts.delete(key);
  };
}

/** Forgets what everybody else had typed. */
export function keepDraftsOf(userId: string): void {
  for (const key of drafts.keys()) if (!key.startsWith(`${userId} `)) drafts.delete(key);
}
