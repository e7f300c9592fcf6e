import type { IncomingMessage } from 'node:http';
import type { FunctionsOptions } from './types.ts';

/**
 * Why a request may not reach a function with `verify_jwt`, or null when it may. A preflight always may; so does anybody with
 * an API key, publishable ones too: as on the platform, this authenticates no user.
 */
export function refusal(
  req: IncomingMessage,
  { keys, verifyToken }: Pick<FunctionsOptions, 'keys' | 'verifyToken'>,
): string | null {
  if (req.method === 'OPTIONS') return null;
  const token = /^Bearer\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1];
  const key = req.headers.apikey;
  if (token !== undefined && !keys.includes(token)) return verifyToken(token) ? null : 'Invalid JWT';
  if (token !== undefined || (typeof key === 'string' && keys.includes(key))) return null;
  return 'Missing authorization header';
}
