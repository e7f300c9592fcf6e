import type { Json } from '../data/database.types.ts';
import { fromRest } from '../data/errors.ts';
import { dataOf } from '../data/rest.ts';
import { supabase } from '../data/supabase.ts';
import type { ScheduleColumns } from '../settings/schedule.ts';

/** What an admin may change of an integration. */
export interface IntegrationChange extends Partial<ScheduleColumns> {
  is_enabled?: boolean;
  base_url?: string | null;
  config?: { [key: string]: Json | undefined };
}

/** Changes an integration; throws an AppError, `not_found` when the user may not change it (row level security). */
export async function updateIntegration(id: string, change: IntegrationChange): Promise<void> {
  await dataOf(supabase.from('tenant_integrations').update(change).eq('id', id).select('id').single());
}

/** Stores a credential, which nobody can read back; throws an AppError. */
export async function setCredential(tenantId: string, slug: string, credential: string): Promise<void> {
  const { error, status } = await supabase.rpc('set_integration_credential', {
    p_tenant_id: tenantId,
    p_provider_slug: slug,
    p_credential: credential,
  });
  if (error !== null) throw fromRest(error, status);
}
