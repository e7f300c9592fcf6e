import { useSyncExternalStore } from 'react';
import { type SessionState, sessionStore } from '../lib/app/session.ts';

/** Who is signed in, following sign-in, sign-out and expiry in this and other tabs. */
export function useSession(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.snapshot);
}
