import { createHmac } from 'node:crypto';
import type { Claims } from '../../../../supabase/local/realtime/server.ts';

const SECRET = 'a-secret-for-tests-with-at-least-32-characters';

function signature(head: string, secret: string): string {
  return createHmac('sha256', secret).update(head).digest('base64url');
}

/** A HS256 token. `exp` defaults to in an hour, `role` to authenticated. */
export function tokenOf(claims: Record<string, unknown>, secret = SECRET): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const all = { role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 3600, ...claims };
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(all)}`;
  return `${head}.${signature(head, secret)}`;
}

/** The verifier of the tests: signature and expiry, as the real one. */
export async function verifyToken(token: string): Promise<Claims> {
  const [header = '', body = '', given = ''] = token.split('.');
  if (signature(`${header}.${body}`, SECRET) !== given) throw new Error('Verify a token: its signature is wrong');
  const claims: Claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  if ((claims.exp ?? 0) * 1000 <= Date.now()) throw new Error('Verify a token: it has expired');
  return claims;
}
