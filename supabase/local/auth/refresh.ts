import type { Fetch } from './types.ts';

/** Within this time after a refresh the same token gets the same answer, in ms: the platform's reuse interval. */
const REUSE_MS = 10_000;

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

const isRefresh = ({ method, url }: Request): boolean => {
  const { pathname, searchParams } = new URL(url);
  return method === 'POST' && pathname === '/auth/v1/token' && searchParams.get('grant_type') === 'refresh_token';
};

/** A sign-out, a new password or an operator's change may end sessions: what was answered before holds no longer. */
const mayEndSessions = ({ method, url }: Request): boolean =>
  method !== 'GET' && /^\/auth\/v1\/(logout|user|admin)(\/|$)/.test(new URL(url).pathname);

async function tokenOf(request: Request): Promise<string | null> {
  try {
    const body: unknown = await request.clone().json();
    const token = typeof body === 'object' && body !== null && 'refresh_token' in body ? body.refresh_token : null;
    return typeof token === 'string' ? token : null;
  } catch {
    // Not JSON: Auth itself says so.
    return null;
  }
}

/**
 * Auth finds, revokes and creates a refresh token in steps of their own: several windows that refresh at once would be taken for a
 * stolen token and signed out everywhere. Here refreshes with one token are one refresh, and for ten seconds each of them gets its
 * answer, as on the platform.
 */
export function shareRefreshes(fetch: Fetch): Fetch {
  const answers = new Map<string, Promise<Answer>>();

  async function refresh(request: Request): Promise<Answer> {
    const response = await fetch(request);
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  function share(token: string, request: Request): Promise<Answer> {
    const answer = refresh(request);
    answers.set(token, answer);
    const forget = () => {
      if (answers.get(token) === answer) answers.delete(token);
    };
    answer.then(({ status }) => (status === 200 ? void setTimeout(forget, REUSE_MS).unref() : forget()), forget);
    return answer;
  }

  return async (request) => {
    if (mayEndSessions(request)) answers.clear();
    const token = isRefresh(request) ? await tokenOf(request) : null;
    if (token === null) return fetch(request);
    const { status, headers, body } = await (answers.get(token) ?? share(token, request));
    return new Response(body, { status, headers });
  };
}
