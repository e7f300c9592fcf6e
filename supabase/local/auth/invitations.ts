import { z } from 'zod';
import type { Fetch, Query } from './types.ts';

const acceptanceSchema = z.object({ type: z.literal('invite'), token_hash: z.string().min(1) });

/** How long an invitation can be accepted; the platform's default for links in mails. */
const VALID_FOR = '24 hours';

/**
 * Lets `verifyOtp({type: "invite"})` accept an invitation. Lite knows no invitations, but recoveries, which open a session in the same
 * way: a valid invitation becomes one, a wrong or old one is refused as a wrong recovery is.
 */
export function acceptInvitations(fetch: Fetch, query: Query): Fetch {
  return async (request) => {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/auth/v1/verify') return fetch(request);
    const body = acceptanceSchema.safeParse(
      await request
        .clone()
        .json()
        .catch(() => null),
    );
    if (!body.success) return fetch(request);
    const { token_hash } = body.data;
    await query(
      `update auth.users
      set email_confirmed_at = coalesce(email_confirmed_at, now()), confirmation_token = '',
        recovery_token = $1, recovery_sent_at = now()
      where confirmation_token = $1 and confirmation_sent_at > now() - $2::text::interval`,
      [token_hash, VALID_FOR],
    );
    const headers = new Headers(request.headers);
    headers.delete('content-length');
    return fetch(
      new Request(request.url, { method: 'POST', headers, body: JSON.stringify({ type: 'recovery', token_hash }) }),
    );
  };
}
