import type { AuthError, Session } from '@supabase/auth-js';
import { supabase } from '../data/supabase.ts';

/** `loading` only until the stored session is read. */
export type SessionState =
  | { status: 'loading' }
  /** `hasExpired`: the session ended without the user asking for it here. `hasLeft`: they asked for it here. */
  | { status: 'signed-out'; hasExpired: boolean; hasLeft: boolean }
  /** `isOther`: this window showed another account before, whose page is not theirs. `replaced`: the account that this window showed before another window changed it; null once the reader knows. */
  | { status: 'signed-in'; userId: string; email: string; isOther: boolean; replaced: string | null };

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
    if (state.status !== 'signed-out') publish({ status: 'signed-out', hasExpired, hasLeft: isSigningOut });
    return;
  }
  // A refreshed token is the same session: nothing to render again.
  if (state.status === 'signed-in' && state.userId === session.user.id) return;
  const account = { userId: session.user.id, email: session.user.email ?? '' };
  const isOther = lastAccount !== null && lastAccount.userId !== account.userId;
  const replaced = isOther && !isSigningIn ? (lastAccount?.email ?? null) : null;
  lastAccount = account;
  publish({ status: 'signed-in', ...account, isOther, replaced });
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

/** The account that comes while `request` runs is the one that this window's user asked for. Throws supabase-js's AuthError. */
async function enter(request: () => Promise<{ error: AuthError | null }>): Promise<void> {
  isSigningIn = true;
  try {
    const { error } = await request();
    if (error !== null) throw error;
  } finally {
    isSigningIn = false;
  }
}

/** Signs in with e-mail and password; throws supabase-js's AuthError, which `signInErrorText` puts into words. */
export function signIn(email: string, password: string): Promise<void> {
  return enter(() => supabase.auth.signInWithPassword({ email, password }));
}

/**
 * Takes the one-time token of a link in a mail: its account is signed in here, whoever was before. Only ever called after a click on a
 * page that has said so. Throws supabase-js's AuthError; `isUsedUp` tells an old link from a failure on the way.
 */
export function signInWithLink(type: 'invite' | 'recovery', tokenHash: string): Promise<void> {
  return enter(() => supabase.auth.verifyOtp({ type, token_hash: tokenHash }));
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
