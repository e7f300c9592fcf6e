import { type AuthError, isAuthApiError, type SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { HttpError } from '../_shared/errors.ts';
import { requireUser, type TokenClaims } from '../_shared/http/auth.ts';
import { requireAdmin } from '../_shared/http/membership.ts';
import { jsonResponse, readBody } from '../_shared/http/post-handler.ts';
import type { Log } from '../_shared/platform/log.ts';

const bodySchema = z.strictObject({
  tenant_id: z.guid(),
  email: z.string().trim().toLowerCase().max(255).pipe(z.email()),
  role: z.enum(['admin', 'auditor', 'member']),
});
type Body = z.infer<typeof bodySchema>;

/** See the comment of `private.add_invited_member`. */
const membershipSchema = z.union([
  z.object({ state: z.enum(['added', 'already_member']), user_id: z.guid(), has_come: z.boolean() }),
  z.object({ state: z.literal('no_account') }),
]);

export interface InviteDeps {
  verifyToken(token: string): Promise<TokenClaims | null>;
  /** A client that acts as the user, under row level security. */
  userClient(token: string): SupabaseClient;
  /** A client with the rights of service_role: only Auth's admin calls make accounts. */
  service: SupabaseClient;
  /** Issuer of this project's access tokens; null = not checked. */
  issuer: string | null;
  log: Log;
}

/**
 * Invites somebody into a tenant: POST `{tenant_id, email, role}` -> 200 `{state, user_id, mail_sent}`. `state`: "added" (a member from now
 * on; who had no account before finds the group after accepting the mail) or "already_member" (the role stays as it is). Whoever has not
 * come yet gets the mail once more. Errors: 400 invalid_request; 401; 403 no admin of the tenant; 413; 429 too many invitations.
 */
export async function handleInvite(request: Request, deps: InviteDeps): Promise<Response> {
  const user = await requireUser(request, deps.verifyToken, deps.issuer);
  const body = await readBody(request, bodySchema);
  await requireAdmin(deps.userClient(user.token), user.id, body.tenant_id, 'invite');

  let membership = await addMember(deps.service, user.id, body);
  const needsMail = membership.state === 'no_account' || !membership.has_come;
  if (needsMail) await sendInvitation(deps.service, body.email);
  // The account is there from now on: made by the invitation, or by somebody else's at the same moment.
  if (membership.state === 'no_account') membership = await addMember(deps.service, user.id, body);
  if (membership.state === 'no_account') throw new Error('Cannot add the invited person: Auth made no account');
  deps.log('member_invited', { tenant_id: body.tenant_id, state: membership.state, mail_sent: needsMail });
  return jsonResponse(200, { state: membership.state, user_id: membership.user_id, mail_sent: needsMail });
}

async function addMember(service: SupabaseClient, inviterId: string, { tenant_id, email, role }: Body) {
  const { data, error } = await service.rpc('add_invited_tenant_member', {
    p_tenant_id: tenant_id,
    p_inviter_id: inviterId,
    p_email: email,
    p_role: role,
  });
  if (error?.code === '42501') throw new HttpError('forbidden', 'Cannot invite: only an admin of the tenant may');
  if (error?.code === 'IQ004') throw tooMany();
  if (error) throw new Error(`Cannot add a member: ${error.code} ${error.message}`);
  return membershipSchema.parse(data);
}

async function sendInvitation(service: SupabaseClient, email: string): Promise<void> {
  let { error } = await service.auth.admin.inviteUserByEmail(email);
  // Auth makes accounts without a lock: of two invitations at the same moment one fails, and finds the account a moment later.
  if (error?.status === 500) ({ error } = await service.auth.admin.inviteUserByEmail(email));
  if (error === null || isAccepted(error)) return;
  if (isAuthApiError(error) && error.status === 429) throw tooMany();
  throw new Error(`Cannot send the invitation: ${error.code ?? error.name}`);
}

/** The person accepted an earlier invitation at this very moment: there is nothing left to send. */
const isAccepted = (error: AuthError) => error.code === 'email_exists';

const tooMany = () =>
  new HttpError('too_many_requests', 'Cannot invite: too many invitations in a short time. Wait a few minutes');
