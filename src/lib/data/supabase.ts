import { AuthClient } from '@supabase/auth-js';
import { FunctionsClient } from '@supabase/functions-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import type { Database } from './database.types.ts';
import { isRecord } from './json.ts';
import { projectOf } from './project.ts';

/**
 * The one client of the browser, put together from the parts of supabase-js as its `createClient` does. The whole of it would bring
 * files and sockets into the first load, which nobody waits for: the socket follows in `realtime.ts`, files are not used.
 */
const { url, key } = projectOf(import.meta.env);
const apiKey = { apikey: key };

/**
 * Answers of Auth without the moment at which the token ends by the server's clock: auth-js then reckons it from how long the token is
 * good for, by the clock of this browser, with which it compares. A clock two hours fast would find every token ended and ask for another
 * one in each request.
 */
const fetchSession: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return response;
  const body: unknown = await response.json();
  if (isRecord(body)) delete body.expires_at;
  return new Response(JSON.stringify(body), response);
};

/**
 * Its session. It comes from the sign-in page and from nowhere else: tokens in an address would let a link sign the reader in to the
 * account of whoever wrote it, in all windows and without a word.
 */
const auth = new AuthClient({
  url: `${url}/auth/v1`,
  headers: { ...apiKey, Authorization: `Bearer ${key}` },
  // The name that supabase-js gives it: who is signed in stays so.
  storageKey: `sb-${new URL(url).hostname.split('.')[0]}-auth-token`,
  autoRefreshToken: true,
  persistSession: true,
  detectSessionInUrl: false,
  flowType: 'implicit',
  fetch: fetchSession,
});

/** The token of the session, or null. Refreshed first when it has run out. */
async function sessionToken(): Promise<string | null> {
  const { data } = await auth.getSession();
  return data.session?.access_token ?? null;
}

/**
 * Another token for one that the server refused although it is good by this browser's clock, which may have been set back; null when
 * there is none. Requests that are refused together share one question.
 */
async function tokenInsteadOf(refused: string): Promise<string | null> {
  const current = await sessionToken();
  if (current !== refused) return current;
  const { data } = await auth.refreshSession();
  return data.session?.access_token ?? null;
}

/** A `fetch` with the key of the project and the token of the user. `asNobody`: what stands in for the token without a session. */
function fetchAsUser(asNobody: string | null): typeof fetch {
  return async (input, init) => {
    const send = (token: string | null) => {
      const headers = new Headers(init?.headers);
      headers.set('apikey', key);
      if (token !== null && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    };
    const token = await sessionToken();
    const response = await send(token ?? asNobody);
    if (response.status !== 401 || token === null) return response;
    const fresh = await tokenInsteadOf(token);
    return fresh === null ? response : send(fresh);
  };
}

/**
 * Tables and SQL functions. It tries no request again by itself: the query client does, and both together would leave a reader before an
 * empty page for half a minute when the server cannot be reached.
 */
const rest = new PostgrestClient<Database, { PostgrestVersion: '12' }, 'public'>(`${url}/rest/v1`, {
  headers: apiKey,
  fetch: fetchAsUser(key),
  retry: false,
});

export const supabase = {
  auth,
  from: rest.from.bind(rest),
  rpc: rest.rpc.bind(rest),
  // A publishable key is no token: functions must not get it as one.
  functions: new FunctionsClient(`${url}/functions/v1`, { headers: apiKey, customFetch: fetchAsUser(null) }),
};

export { key as projectKey, sessionToken, url as projectUrl };
