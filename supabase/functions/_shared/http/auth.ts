import { z } from 'zod';
import { HttpError } from '../errors.ts';
import { isOneOfSecrets } from './constant-time.ts';

/** A verified user. `token` goes on to PostgREST, so that row level security sees the same user. */
export interface AuthenticatedUser {
  id: string;
  token: string;
}

export interface TokenClaims {
  sub?: unknown;
  role?: unknown;
  aud?: unknown;
  iss?: unknown;
}

/**
 * Lets only callers with a secret key pass. They send it on `apikey` (older callers on `Authorization: Bearer`).
 * `verify_jwt` cannot do this: it lets publishable keys through. Errors: 401 without a key or with a wrong one.
 */
export async function requireSecretKey(request: Request, secretKeys: readonly string[]): Promise<void> {
  const presented = request.headers.get('apikey') ?? bearerToken(request);
  if (!presented || !(await isOneOfSecrets(presented, secretKeys))) {
    throw new HttpError('unauthorized', 'Cannot accept the request: a secret key is required on the "apikey" header');
  }
}

/** The token of `Authorization: Bearer …`, null when there is none. */
export function bearerToken(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * The user behind a request. `verify` checks signature and expiry and returns the claims, or null.
 * Beyond that the token must be a user's (`sub` a user id, `role` and `aud` authenticated) and of this project's Auth (`issuer`, null =
 * not checked).
 * Errors: 401.
 */
export async function requireUser(
  request: Request,
  verify: (token: string) => Promise<TokenClaims | null>,
  issuer: string | null,
): Promise<AuthenticatedUser> {
  const token = bearerToken(request);
  const refuse = () =>
    new HttpError('unauthorized', 'Cannot accept the request: sign in again and send the access token');
  // API keys travel on the same header but are nobody's token.
  if (!token || token.startsWith('sb_')) throw refuse();
  const claims = await verify(token);
  const subject = z.guid().safeParse(claims?.sub);
  if (!claims || !subject.success || claims.role !== 'authenticated') throw refuse();
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!audience.includes('authenticated')) throw refuse();
  if (issuer !== null && claims.iss !== issuer) throw refuse();
  return { id: subject.data, token };
}
