import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { TokenClaims } from './auth.ts';
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
 * Returns the claims, or null for a token that is expired, forged or malformed.
 */
export function createTokenVerifier(env: FunctionEnv): (token: string) => Promise<TokenClaims | null> {
  const client = createClient(env.supabaseUrl, env.publishableKey, stateless);
  return async (token) => {
    try {
      const { data } = await client.auth.getClaims(token);
      return data?.claims ?? null;
    } catch {
      // getClaims throws on tokens that are no JWT at all: the caller answers 401 either way.
      return null;
    }
  };
}
