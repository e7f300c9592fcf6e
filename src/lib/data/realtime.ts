import { RealtimeClient } from '@supabase/realtime-js';
import { projectKey, projectUrl, sessionToken, supabase } from './supabase.ts';

/** The one socket of the browser, loaded after the page: what it brings is news. Signed in as the session is, and follows it. */
export const realtime = new RealtimeClient(`${projectUrl.replace(/^http/, 'ws')}/realtime/v1`, {
  params: { apikey: projectKey },
  accessToken: async () => (await sessionToken()) ?? projectKey,
});

let lastToken: string | undefined;

// Nothing of the auth client is called inside: its lock is held during the callback.
supabase.auth.onAuthStateChange((event, session) => {
  const token = event === 'SIGNED_OUT' ? undefined : session?.access_token;
  if (token === lastToken) return;
  lastToken = token;
  realtime
    .setAuth(token)
    .catch((error: unknown) => console.warn('Cannot tell the socket of the changed session', error));
});
