import { AppError, fromFunction, fromRest } from '../data/errors.ts';
import { isRecord } from '../data/json.ts';
import { supabase } from '../data/supabase.ts';
import type { Role } from './memberships.ts';

/** The function waits for the mail server. */
const TIMEOUT_MS = 30_000;

export interface Invitation {
  email: string;
  role: Role;
}

export interface InvitationAnswer {
  /** already_member: nothing changed, the role neither. */
  state: 'added' | 'already_member';
  /** false: the account has been there before; nobody was written to. */
  mailSent: boolean;
}

/** Invites somebody, or sends the mail again to who has not come. Errors: AppError forbidden, too_many_requests, offline. */
export async function invitePerson(tenantId: string, { email, role }: Invitation): Promise<InvitationAnswer> {
  const { data, error } = await supabase.functions.invoke<unknown>('invite-member', {
    body: { tenant_id: tenantId, email, role },
    timeout: TIMEOUT_MS,
  });
  if (error !== null) throw await fromFunction(error);
  const { state, mail_sent: mailSent } = isRecord(data) ? data : {};
  if ((state !== 'added' && state !== 'already_member') || typeof mailSent !== 'boolean') {
    throw new AppError('internal_error', 'Cannot read the answer of invite-member: it has no state');
  }
  return { state, mailSent };
}

/** Gives somebody another role. Errors: AppError forbidden, not_found, last_admin. */
export async function setRole(tenantId: string, userId: string, role: Role): Promise<void> {
  const { error, status } = await supabase.rpc('set_tenant_member_role', {
    p_tenant_id: tenantId,
    p_user_id: userId,
    p_role: role,
  });
  if (error !== null) throw fromRest(error, status);
}

/** Takes somebody out of the tenant, or withdraws an invitation. Errors: AppError forbidden, not_found, last_admin. */
export async function removePerson(tenantId: string, userId: string): Promise<void> {
  const { error, status } = await supabase.rpc('remove_tenant_member', { p_tenant_id: tenantId, p_user_id: userId });
  if (error !== null) throw fromRest(error, status);
}
