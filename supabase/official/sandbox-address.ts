import postgres from 'postgres';

/** By this name containers find what runs on the machine itself. */
const HOST = 'host.docker.internal';

/**
 * Leads the demo data of the seed to the sandbox as functions in a container reach it. A credential belongs to the host that it was given
 * for, so those of the demo are given again; integrations that lead elsewhere are left alone.
 */
export async function pointAtHost(databaseUrl: string, sandboxPort: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const address = `http://${HOST}:${sandboxPort}/`;
  const isSandbox = '^http://(127[.]0[.]0[.]1|host[.]docker[.]internal):[0-9]+/[a-z]+$';
  try {
    await sql.begin(async (transaction) => {
      await transaction`
        update public.integration_providers set default_base_url = ${address} || slug where default_base_url ~ ${isSandbox}`;
      await transaction`
        update public.integration_providers set base_url_example = ${address} || slug where base_url_example ~ ${isSandbox}`;
      await transaction`
        update public.tenant_integrations set base_url = ${address} || provider_slug
        where base_url ~ ${isSandbox} and base_url <> ${address} || provider_slug`;
      await transaction`
        select private.write_credential(tenants.id, integrations.provider_slug, 'sandbox-' || tenants.slug || '-' || integrations.provider_slug)
        from public.tenant_integrations as integrations
        join public.tenants on tenants.id = integrations.tenant_id
        where integrations.base_url = ${address} || integrations.provider_slug`;
    });
  } finally {
    await sql.end();
  }
}
