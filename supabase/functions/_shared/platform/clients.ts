import { createClient, isAuthApiError, type SupabaseClient } from '@supabase/supabase-js';
import type { TokenClaims } from '../http/auth.ts';
import type { FunctionEnv } from './env.ts';

const stateless = { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false } };

/** A client with the rights of service_role: reads and the queue's functions, see the grants of the migrations. */
export function createServiceClient(env: FunctionEnv): SupabaseClient {
  return createClient(env.supabaseUrl, env.secretKey, stateless);
}

/** A client that acts as the user of `token`: row level security applies. */
export function createUserClient(env: FunctionEnv, token: string): SupabaseClient {
  return createClient(env.supabaseUrl, env.publishableKey, { ...stateless, accessToken: () => Promise.resolve(token) });
}

/**
 * Verifies an access token: asymmetric tokens against the project's published keys, HS256 tokens by asking Auth.
 * Returns the claims, or null for a token that is expired, forged or malformed. Throws when Auth cannot be asked or gives no verdict:
 * a user must not be sent to sign in again because of that.
 */
export function createTokenVerifier(env: FunctionEnv): (token: string) => Promise<TokenClaims | null> {
  const client = createClient(env.supabaseUrl, env.publishableKey, stateless);
  return async (token) => {
    // What getClaims throws, and does not return, is about the token: a part that is no JSON, an algorithm that there is not.
    const { data, error } = await client.auth.getClaims(token).catch(() => ({ data: null, error: null }));
    if (error && !isVerdict(error)) throw new Error(`Cannot verify a token: Auth gave no verdict (${error.name})`);
    return data?.claims ?? null;
  };
}

/** True when the error is about the token, false when it is about the way to Auth. */
function isVerdict(error: { name: string; status?: number | undefined }): boolean {
  if (isAuthApiError(error)) return error.status < 500 && error.status !== 429;
  return error.name === 'AuthInvalidJwtError' || error.name === 'AuthSessionMissingError';
}
