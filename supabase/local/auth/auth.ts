import { type AdminOptions, serveAdmin } from './admin.ts';
import { acceptInvitations } from './invitations.ts';
import { shareRefreshes } from './refresh.ts';
import { keepSessionRules, type SessionRules } from './sessions.ts';
import type { Fetch } from './types.ts';

/** Lite's Auth with what the platform's does beside it: admin calls, invitations, rules of sessions, refreshes of several windows at once. */
export function completeAuth(lite: Fetch, options: AdminOptions & SessionRules): Fetch {
  return shareRefreshes(keepSessionRules(acceptInvitations(serveAdmin(lite, options), options.query), options));
}
