import type { SupabaseClient } from '@supabase/supabase-js';
import { HttpError } from '../errors.ts';

/**
 * Lets only admins of the tenant pass. `client` acts as the user; `action` completes "Cannot …". An unknown tenant and a foreign one
 * get the same answer: nobody learns which tenants exist. Errors: 403.
 */
export async function requireAdmin(
  client: SupabaseClient,
  userId: string,
  tenantId: string,
  action: string,
): Promise<void> {
  const { data, error } = await client
    .from('tenant_members')
    .select('role')
    .eq('tenant_id', tenantId)
    .eq('user_id', userId)
    .maybeSingle<{ role: string }>();
  if (error) throw error;
  if (data?.role !== 'admin') throw new HttpError('forbidden', `Cannot ${action}: only an admin of the tenant may`);
}
