import type { StackClient } from './stack-client.ts';

type Admin = Awaited<ReturnType<StackClient['createAdmin']>>;

/** Sets a further provider up for the admin's tenant, on the sandbox and with the same token. */
export async function addProvider(
  stack: StackClient,
  { tenant, sandboxToken }: Admin,
  provider: string,
): Promise<void> {
  await stack.sql`
    insert into public.tenant_integrations (tenant_id, provider_slug, is_enabled, base_url)
    values (${tenant.id}, ${provider}, true, ${`${stack.sandboxUrl}/${provider}`})`;
  await stack.sql`select private.write_credential(${tenant.id}, ${provider}, ${sandboxToken})`;
}
