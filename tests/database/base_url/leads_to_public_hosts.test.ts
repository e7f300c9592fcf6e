import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** A tenant with an integration and an admin who saves base URLs. */
async function setUp(provider = 'acessorias') {
  const { sql } = database;
  const tenant = await createTenant(sql, [provider]);
  const user = await createMember(sql, tenant, 'admin');
  const save = (url: string | null) =>
    database.as(
      { user },
      (as) => as`update public.tenant_integrations set base_url = ${url} where tenant_id = ${tenant.id}`,
    );
  const read = async () => {
    const [row] = await sql<{ base_url: string | null; has_credential: boolean; credential: string | null }[]>`
      select base_url, credentials_updated_at is not null as has_credential,
        private.read_credential(tenant_id, provider_slug) as credential
      from public.tenant_integrations where tenant_id = ${tenant.id}`;
    return required(row);
  };
  const give = (giver = user) =>
    database.as(
      { user: giver },
      (as) => as`select public.set_integration_credential(${tenant.id}, ${provider}, 'canary')`,
    );
  return { tenant, user, save, read, give };
}

describe('saving', () => {
  test.for([
    ['https://api.acessorias.com'],
    ['https://apinewintegracao.bomcontrole.com.br/integracao'],
    ['https://api-firma.onecode.chat/'],
    [null],
  ] as const)('%s is accepted', async ([url]) => {
    const { save, read } = await setUp();
    await save(url);
    expect(await read()).toMatchObject({ base_url: url });
  });

  test.for([
    ['http://api.acessorias.com'],
    ['https://127.0.0.1'],
    ['https://2130706433'],
    ['https://0x7f000001'],
    ['https://169.254.169.254/latest/meta-data'],
    ['https://[::1]/'],
    ['https://localhost'],
    ['https://metadata.google.internal'],
    ['https://nas.local'],
    ['https://api.acessorias.com.'],
    ['https://api.acessorias.com:8443'],
    ['https://api.acessorias.com?x=1'],
    ['http://127.0.0.1:54330/acessorias'],
  ] as const)('%s is refused', async ([url]) => {
    const { save, read } = await setUp();
    expect(await sqlstate(save(url))).toBe('IQ005');
    expect(await read()).toMatchObject({ base_url: null });
  });

  test('adding an integration is held to the same rule', async () => {
    const { tenant, user } = await setUp();
    const add = database.as(
      { user },
      (as) => as`
        insert into public.tenant_integrations (tenant_id, provider_slug, base_url)
        values (${tenant.id}, 'onecode', 'https://10.0.0.1')`,
    );
    expect(await sqlstate(add)).toBe('IQ005');
  });

  test('this machine is accepted where the setting allows it, and nothing else', async () => {
    const { sql } = database;
    const { save, read } = await setUp();
    await sql`update private.queue_settings set allow_local_providers = true`;
    await save('http://127.0.0.1:54330/acessorias');
    expect(await read()).toMatchObject({ base_url: 'http://127.0.0.1:54330/acessorias' });
    expect(await sqlstate(save('http://10.0.0.1/'))).toBe('IQ005');
    await sql`update private.queue_settings set allow_local_providers = false`;
  });
});

describe('a stored credential', () => {
  test.for([
    ['another host', 'https://attacker.example.com'],
    ['a host that begins alike', 'https://api.acessorias.com.attacker.com'],
  ] as const)('is gone when the address moves to %s', async ([, url]) => {
    const { tenant, save, read, give } = await setUp();
    await give();
    await save(url);
    expect(await read()).toEqual({ base_url: url, has_credential: false, credential: null });
    const events = await database.sql<{ action: string }[]>`
      select action from public.integration_events where provider_slug is not null and tenant_id = ${tenant.id} order by id`;
    expect(events.map((event) => event.action)).toEqual([
      'integration_added',
      'credentials_set',
      'configured',
      'credentials_dropped',
    ]);
  });

  test.for([
    ['another path of the same host', 'https://api.acessorias.com/v2'],
    ['another spelling of the same host', 'https://API.acessorias.com'],
    ["the provider's own address", null],
  ] as const)('stays with %s', async ([, url]) => {
    const { save, read, give } = await setUp();
    await give();
    await save(url);
    expect(await read()).toMatchObject({ has_credential: true, credential: 'canary' });
  });

  test('does not come back when the address does', async () => {
    const { save, read, give } = await setUp();
    await give();
    await save('https://attacker.example.com');
    await save(null);
    expect(await read()).toEqual({ base_url: null, has_credential: false, credential: null });
  });

  test("that was entered before any address waits for the same admin's first one, and is gone with the second", async () => {
    const { save, read, give } = await setUp('onecode');
    await give();
    await save('https://api-firma.onecode.chat');
    expect(await read()).toMatchObject({ credential: 'canary' });
    await save('https://api-outra.onecode.chat');
    expect(await read()).toMatchObject({ has_credential: false, credential: null });
  });

  test("that was entered before any address is gone with another admin's first one", async () => {
    const { tenant, save, read, give } = await setUp('onecode');
    await give(await createMember(database.sql, tenant, 'admin'));
    await save('https://attacker.example.com');
    expect(await read()).toEqual({ base_url: 'https://attacker.example.com', has_credential: false, credential: null });
  });

  test("by the operator waits for the operator's first address, not for an admin's", async () => {
    const { tenant, save, read } = await setUp('onecode');
    await database.sql`select private.write_credential(${tenant.id}, 'onecode', 'canary')`;
    await save('https://attacker.example.com');
    expect(await read()).toMatchObject({ has_credential: false, credential: null });
  });
});
