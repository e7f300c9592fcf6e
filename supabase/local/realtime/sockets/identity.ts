import { createHash, timingSafeEqual } from 'node:crypto';
import { asObject, type Claims, messageOf, type VerifyToken } from '../types.ts';

/** A token that opens nothing. `reason` is the platform's word for it; the message goes to the client. */
export class TokenError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Keys {
  publishableKey: string;
  secretKey: string;
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** What a token says of itself, unverified: only good for telling why it was refused. */
function peek(token: string): Claims | undefined {
  const [, body, signature] = token.split('.');
  if (body === undefined || signature === undefined) return undefined;
  try {
    return asObject(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  } catch {
    // Not a token at all: that is the answer.
    return undefined;
  }
}

export function expiryMessage(expiry: number): string {
  return `Token has expired ${Math.max(0, Math.floor(Date.now() / 1000 - expiry))} seconds ago`;
}

/** Verifies a user's token. Gives claims with a role and an expiry; throws TokenError. */
export async function verifyUserToken(token: string, verifyToken: VerifyToken): Promise<Claims> {
  const claims = await verifyToken(token).catch((error: unknown) => {
    const peeked = peek(token);
    if (peeked === undefined) throw new TokenError('MalformedJWT', 'The token provided is not a valid JWT');
    if (typeof peeked.exp === 'number' && peeked.exp * 1000 <= Date.now()) {
      throw new TokenError('InvalidJWTToken', expiryMessage(peeked.exp));
    }
    const refusal = new TokenError('JwtSignatureError', 'Failed to validate JWT signature');
    refusal.cause = messageOf(error);
    throw refusal;
  });
  if (typeof claims.role !== 'string' || typeof claims.exp !== 'number') {
    throw new TokenError('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
  }
  if (claims.exp * 1000 <= Date.now()) throw new TokenError('InvalidJWTToken', expiryMessage(claims.exp));
  return claims;
}

/** Who connects with an API key: anon or service_role, or the holder of a token. Throws TokenError. */
export async function identifyKey(apiKey: string, keys: Keys, verifyToken: VerifyToken): Promise<Claims> {
  if (isSame(apiKey, keys.publishableKey)) return { role: 'anon' };
  if (isSame(apiKey, keys.secretKey)) return { role: 'service_role' };
  return verifyUserToken(apiKey, verifyToken);
}

/** The user's token in a payload; undefined when there is none, or only an API key in its place. */
export function userTokenOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.startsWith('sb_') ? value : undefined;
}
