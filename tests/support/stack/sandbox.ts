import type { ProviderSlug } from '../../../supabase/local/sandbox/types.ts';
import type { Sql } from '../database/database.ts';
import type { Tenant } from '../database/fixtures.ts';

/** Points an integration of a tenant at the sandbox and gives it a credential of its own, which is returned. */
export async function connectToSandbox(
  sql: Sql,
  sandboxUrl: string,
  tenant: Tenant,
  provider: ProviderSlug,
): Promise<string> {
  const token = `sandbox-${tenant.slug}-${provider}`;
  await sql`
    update public.tenant_integrations set base_url = ${`${sandboxUrl}/${provider}`}
    where tenant_id = ${tenant.id} and provider_slug = ${provider}`;
  await sql`select private.write_credential(${tenant.id}, ${provider}, ${token})`;
  return token;
}
