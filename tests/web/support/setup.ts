import { type FakeSupabase, json } from './fake-supabase.ts';
import { AURORA, createWorld, integration } from './world.ts';

/** Lets the fake add and remove integrations, as the doors of the database do. */
export function withSetup(fake: FakeSupabase): FakeSupabase {
  const rows = () => {
    fake.tables.tenant_integrations ??= [];
    return fake.tables.tenant_integrations;
  };
  const find = (slug: string) => rows().find((row) => row.tenant_id === AURORA && row.provider_slug === slug);
  const add = async (request: Request) => {
    const { p_provider_slug: slug, p_base_url: baseUrl, p_credential: credential } = await request.json();
    const known = find(slug);
    if (known !== undefined && known.removed_at === null) return json({ code: 'IQ008', message: 'there already' }, 400);
    const row = known ?? integration(`integration-${slug}`, AURORA, slug);
    const now = new Date().toISOString();
    Object.assign(row, { is_enabled: false, base_url: baseUrl ?? null, removed_at: null, created_at: now });
    row.credentials_updated_at = now;
    fake.vault.set(`${AURORA}/${slug}`, credential);
    if (known === undefined) rows().push(row);
    return json(row.id);
  };
  const remove = async (request: Request) => {
    const { p_provider_slug: slug } = await request.json();
    const gone = { removed_at: new Date().toISOString(), is_enabled: false, credentials_updated_at: null };
    Object.assign(find(slug) ?? {}, gone);
    fake.vault.delete(`${AURORA}/${slug}`);
    return json(0);
  };
  fake.overrides.push((request, url) => {
    if (url.pathname === '/rest/v1/rpc/add_tenant_integration') return add(request);
    if (url.pathname === '/rest/v1/rpc/remove_tenant_integration') return remove(request);
    return undefined;
  });
  return fake;
}

/** Aurora without any integration. */
export function emptyWorld(): FakeSupabase {
  const fake = withSetup(createWorld());
  fake.tables.tenant_integrations = [];
  return fake;
}
