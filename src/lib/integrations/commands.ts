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

/** What an admin gives to add an integration. */
export interface NewIntegration {
  slug: string;
  /** null = the provider's own. */
  baseUrl: string | null;
  credential: string;
}

/** Adds an integration, switched off, and returns its id; throws an AppError, `integration_exists` when it is there already. */
export async function addIntegration(tenantId: string, { slug, baseUrl, credential }: NewIntegration): Promise<string> {
  return dataOf(
    supabase.rpc('add_tenant_integration', {
      p_tenant_id: tenantId,
      p_provider_slug: slug,
      ...(baseUrl === null ? {} : { p_base_url: baseUrl }),
      p_credential: credential,
    }),
  );
}

/** Removes an integration: its run is cancelled and its credential deleted, all else stays. Throws an AppError. */
export async function removeIntegration(tenantId: string, slug: string): Promise<void> {
  await dataOf(supabase.rpc('remove_tenant_integration', { p_tenant_id: tenantId, p_provider_slug: slug }));
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
