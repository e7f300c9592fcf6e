import type { Session } from '@supabase/supabase-js';
import { supabase } from '../data/supabase.ts';

/** `loading` only until the stored session is read. */
export type SessionState =
  | { status: 'loading' }
  /** `hasExpired`: the session ended without the user asking for it. */
  | { status: 'signed-out'; hasExpired: boolean }
  /** `replaced`: the account that this window showed before another window changed it; null once the reader knows. */
  | { status: 'signed-in'; userId: string; email: string; replaced: string | null };

let state: SessionState = { status: 'loading' };
let isSigningOut = false;
/** This window signs in: the account that comes is the one that its user has named. */
let isSigningIn = false;
/** Whose data this window showed last. */
let lastAccount: { userId: string; email: string } | null = null;
const listeners = new Set<() => void>();

function publish(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function handleSession(session: Session | null): void {
  if (session === null) {
    const hasExpired = state.status === 'signed-in' && !isSigningOut;
    if (state.status !== 'signed-out') publish({ status: 'signed-out', hasExpired });
    return;
  }
  // A refreshed token is the same session: nothing to render again.
  if (state.status === 'signed-in' && state.userId === session.user.id) return;
  const account = { userId: session.user.id, email: session.user.email ?? '' };
  const isOther = lastAccount !== null && lastAccount.userId !== account.userId;
  const replaced = isOther && !isSigningIn ? (lastAccount?.email ?? null) : null;
  lastAccount = account;
  publish({ status: 'signed-in', ...account, replaced });
}

// The client is a singleton for the life of the page, and so is this subscription. Nothing of the client is called
// inside: its auth lock is held during the callback.
supabase.auth.onAuthStateChange((_event, session) => handleSession(session));

export const sessionStore = {
  snapshot: (): SessionState => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Signs in with e-mail and password; throws supabase-js's AuthError, which `signInErrorText` puts into words. */
export async function signIn(email: string, password: string): Promise<void> {
  isSigningIn = true;
  try {
    const { error } = await supabase.auth.signInWithPassword({ email, password });
    if (error !== null) throw error;
  } finally {
    isSigningIn = false;
  }
}

/** The reader has seen that the account of this window is another one now. */
export function acknowledgeAccount(): void {
  if (state.status === 'signed-in') publish({ ...state, replaced: null });
}

/** Forgets the session of this browser. Works without network: the server's copy then ends by itself. */
export async function signOut(): Promise<void> {
  isSigningOut = true;
  const { error } = await supabase.auth.signOut({ scope: 'local' });
  if (error !== null) console.warn('Cannot end the session on the server; it is forgotten here', error);
  handleSession(null);
  isSigningOut = false;
}

/** The server no longer accepts the session: forget it here, and let the sign-in page say why. */
export async function expireSession(): Promise<void> {
  if (state.status !== 'signed-in' || isSigningOut) return;
  const { error } = await supabase.auth.signOut({ scope: 'local' });
  if (error !== null) console.warn('Cannot end the expired session on the server; it is forgotten here', error);
  handleSession(null);
}
