import { dataOf } from './queries/rest.ts';
import { supabase } from './supabase.ts';

/** What an admin may change of an integration. */
export interface IntegrationChange {
  is_enabled?: boolean;
  base_url?: string | null;
}

/** Changes an integration; throws an AppError, `not_found` when the user may not change it (row level security). */
export async function updateIntegration(id: string, change: IntegrationChange): Promise<void> {
  await dataOf(supabase.from('tenant_integrations').update(change).eq('id', id).select('id').single());
}
