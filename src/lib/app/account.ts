import { isAuthError } from '@supabase/auth-js';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../data/keys.ts';
import { supabase } from '../data/supabase.ts';
import { account as labels, PASSWORD_LENGTH } from '../labels/account.ts';

/** The name that the signed-in person gave, or "". Throws supabase-js's AuthError. */
export function ownNameOptions(userId: string) {
  return queryOptions({
    queryKey: keys.account(userId),
    queryFn: async () => {
      const { data, error } = await supabase.auth.getUser();
      if (error !== null) throw error;
      const name: unknown = data.user.user_metadata.name;
      return typeof name === 'string' ? name : '';
    },
  });
}

/** Changes the signed-in account. A new password ends its other sessions: Auth does that. Throws supabase-js's AuthError. */
export async function updateAccount({ name, password }: { name?: string; password?: string }): Promise<void> {
  const { error } = await supabase.auth.updateUser({
    ...(password !== undefined && { password }),
    ...(name !== undefined && { data: { name } }),
  });
  if (error !== null) throw error;
}

/** Sends the link for a new password, if there is such an account: the answer is the same. Throws supabase-js's AuthError. */
export async function requestRecovery(email: string): Promise<void> {
  const { error } = await supabase.auth.resetPasswordForEmail(email);
  if (error !== null) throw error;
}

/** Auth has seen the link and takes it no more (old, used, replaced, or never given): asking again does not help. */
export function isUsedUp(error: unknown): boolean {
  return isAuthError(error) && (error.code === 'otp_expired' || error.status === 403 || error.status === 400);
}

/** What is wrong with a password before anybody is asked; null when nothing is. Auth counts bytes at the upper end. */
export function passwordProblem(password: string): string | null {
  if (password.length < PASSWORD_LENGTH.min) return labels.passwordShort;
  return new TextEncoder().encode(password).length > PASSWORD_LENGTH.max ? labels.passwordLong : null;
}
