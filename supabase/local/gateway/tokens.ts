import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an access token says about its holder. */
export interface TokenClaims {
  sub?: string;
  role?: string;
  /** Seconds since the epoch. */
  exp?: number;
  [claim: string]: unknown;
}

function decode(part: string | undefined): TokenClaims {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as TokenClaims;
}

/**
 * Verifies an access token of the local stack (HS256). Returns its claims.
 * Throws when it is malformed, not signed with `secret`, or expired.
 */
export function verifyToken(token: string, secret: string, now = Date.now()): TokenClaims {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) throw new Error('Verify a token: it is no JWT');
  if (decode(head).alg !== 'HS256') throw new Error('Verify a token: only HS256 is supported');
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error('Verify a token: the signature does not match');
  }
  const claims = decode(body);
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= now) throw new Error('Verify a token: it has expired');
  return claims;
}
