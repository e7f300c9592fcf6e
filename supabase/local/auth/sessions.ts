import { createHmac } from 'node:crypto';
import { verifyToken } from '../gateway/tokens.ts';
import { authError, type Fetch, type Query } from './types.ts';

/** What an answer with a session holds of the user. */
interface SessionAnswer {
  access_token: string;
  user?: { id: string; phone?: string; app_metadata?: object; user_metadata?: object; is_anonymous?: boolean };
}

export interface SessionRules {
  jwtSecret: string;
  /** Address of the Supabase API. */
  apiUrl: string;
  query: Query;
}

const pathOf = (request: Request) => new URL(request.url).pathname;
const bearerOf = (request: Request) => /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with the claims that the platform's tokens carry beside lite's. */
function completeToken(
  { access_token, user }: SessionAnswer,
  method: string,
  { jwtSecret, apiUrl }: SessionRules,
): string {
  const claims = verifyToken(access_token, jwtSecret);
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
    ...claims,
    iss: `${apiUrl}/auth/v1`,
    phone: user?.phone ?? '',
    app_metadata: user?.app_metadata ?? {},
    user_metadata: user?.user_metadata ?? {},
    aal: 'aal1',
    amr: [{ method, timestamp: claims.iat }],
    is_anonymous: user?.is_anonymous ?? false,
  })}`;
  return `${body}.${createHmac('sha256', jwtSecret).update(body).digest('base64url')}`;
}

async function isBanned(query: Query, userId: string): Promise<boolean> {
  const rows = await query('select from auth.users where id = $1 and banned_until > now()', [userId]);
  return rows.length > 0;
}

/** A session that was just given: to nobody who is banned, and with all claims. Other answers pass as they are. */
async function completeSession(response: Response, method: string, rules: SessionRules): Promise<Response> {
  if (response.status !== 200) return response;
  const answer = (await response.clone().json()) as Partial<SessionAnswer>;
  if (typeof answer.access_token !== 'string') return response;
  const session = { ...answer, access_token: answer.access_token };
  if (session.user && (await isBanned(rules.query, session.user.id))) {
    await rules.query('delete from auth.sessions where user_id = $1', [session.user.id]);
    return authError(400, 'user_banned', 'User is banned');
  }
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return Response.json({ ...answer, access_token: completeToken(session, method, rules) }, { status: 200, headers });
}

/** A new password ends the user's other sessions. */
async function endOtherSessions(request: Request, rules: SessionRules): Promise<void> {
  const token = bearerOf(request);
  if (token === undefined) return;
  const { sub, session_id } = verifyToken(token, rules.jwtSecret);
  await rules.query('delete from auth.sessions where user_id = $1 and id is distinct from $2', [
    sub,
    session_id ?? null,
  ]);
}

/**
 * What the platform's Auth does about sessions and @supabase/lite does not: tokens with all claims, no session for a banned user, and
 * no other session after a change of password.
 */
export function keepSessionRules(fetch: Fetch, rules: SessionRules): Fetch {
  return async (request) => {
    const path = pathOf(request);
    if (request.method === 'POST' && /^\/auth\/v1\/(token|verify)$/.test(path)) {
      return completeSession(await fetch(request), path.endsWith('/verify') ? 'otp' : 'password', rules);
    }
    const changesPassword =
      request.method === 'PUT' && path === '/auth/v1/user' && /"password"\s*:/.test(await request.clone().text());
    const response = await fetch(request);
    if (changesPassword && response.status === 200) await endOtherSessions(request, rules);
    return response;
  };
}
