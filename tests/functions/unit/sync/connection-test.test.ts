import { expect, test } from 'vitest';
import type { StoredConnection } from '../../../../supabase/functions/_shared/queue/queue.ts';
import { testConnection } from '../../../../supabase/functions/_shared/sync/connection-test.ts';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { fakeQueue, TENANT } from '../support/fake-queue.ts';
import { jobError, providerSandbox } from '../support/provider.ts';

const sandbox = providerSandbox();

function run(stored: StoredConnection, given: Partial<StoredConnection> = {}): Promise<void> {
  const { queue } = fakeQueue({ provider_slug: 'acessorias', ...stored });
  const tried = { tenant_id: TENANT, user_id: TENANT, base_url: null, credential: null, ...given };
  return testConnection(acessorias, tried, {
    queue,
    providerTimeoutMs: 5_000,
    allowLocalProviders: true,
    resolveHost: async () => ['93.184.215.14'],
    signal: new AbortController().signal,
  });
}

const NOTHING: StoredConnection = { base_url: null, credential: null };

test('the stored connection is tried when nothing is given', async () => {
  const { access, token } = await sandbox.connect(acessorias);
  await expect(run({ base_url: access.baseUrl, credential: token })).resolves.toBeUndefined();
  expect(await sandbox.requests(token)).toHaveLength(1);
});

test('a given connection is tried before anything is stored', async () => {
  const { access, token } = await sandbox.connect(acessorias);
  await expect(run(NOTHING, { base_url: access.baseUrl, credential: token })).resolves.toBeUndefined();
});

test('a given credential goes to the stored address', async () => {
  const { access, token } = await sandbox.connect(acessorias);
  const stored = { base_url: access.baseUrl, credential: 'sandbox-unused' };
  await run(stored, { credential: token });
  expect(await sandbox.requests(token)).toHaveLength(1);
  expect(await sandbox.requests('sandbox-unused')).toEqual([]);
});

test('a stored credential never goes to another host', async () => {
  const { access, token } = await sandbox.connect(acessorias);
  const stored = { base_url: 'https://api.acessorias.com', credential: token };
  for (const base_url of [access.baseUrl, 'https://attacker.example.com', 'https://api.acessorias.com.attacker.com']) {
    const error = await jobError(run(stored, { base_url }));
    expect(error).toMatchObject({ code: 'credentials_missing', message: expect.stringContaining('outro endereço') });
  }
  expect(await sandbox.requests(token)).toEqual([]);
});

test('another path on the same host may be tried with the stored credential', async () => {
  const { access, token } = await sandbox.connect(acessorias);
  const error = await jobError(
    run({ base_url: access.baseUrl, credential: token }, { base_url: `${access.baseUrl}/x` }),
  );
  expect(error).toMatchObject({ code: 'provider_error', message: expect.stringContaining('404') });
});

test('nothing stored and nothing given is said so', async () => {
  expect(await jobError(run(NOTHING))).toMatchObject({ code: 'credentials_missing' });
  expect(await jobError(run({ base_url: null, credential: 'sandbox-x' }))).toMatchObject({ code: 'base_url_refused' });
});

test('an address that leads inward is refused', async () => {
  const error = await jobError(run(NOTHING, { base_url: 'https://169.254.169.254', credential: 'x' }));
  expect(error).toMatchObject({ code: 'base_url_refused' });
});

test('a limit says to try again, because no job waits for it', async () => {
  const { access, token } = await sandbox.connect(acessorias, { faults: [{ kind: 'status', status: 429 }] });
  const error = await jobError(run({ base_url: access.baseUrl, credential: token }));
  expect(error).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('Tente novamente') });
});
