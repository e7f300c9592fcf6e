import { beforeAll, expect, test } from 'vitest';
import { required } from '../../support/database/fixtures.ts';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();
let key: string;
beforeAll(async () => {
  await stack.sql`select private.rotate_worker_key()`;
  const [row] = await stack.sql<{ key: string }[]>`
    select decrypted_secret as key from vault.decrypted_secrets where name = 'integrations_worker_key'`;
  key = required(row).key;
});

async function post(name: string, headers: Record<string, string>): Promise<[number, unknown]> {
  const response = await fetch(`${stack.apiUrl}/functions/v1/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: '{}',
  });
  return [response.status, await response.json()];
}
const refused = [401, { error: { code: 'unauthorized', message: expect.any(String) } }];

test('it wakes a worker, and stands in no header but its own', async () => {
  expect(await post('process-integration-job', { 'X-Worker-Key': key })).toEqual([202, { accepted: true }]);
  expect(await post('process-integration-job', { apikey: key })).toEqual(refused);
  expect(await post('process-integration-job', { Authorization: `Bearer ${key}` })).toEqual(refused);
});

test('it wakes deliver-notifications, which knows by itself what is due', async () => {
  expect(await post('deliver-notifications', { 'X-Worker-Key': key })).toEqual([202, { accepted: true }]);
  expect(await post('deliver-notifications', { apikey: key })).toEqual(refused);
});

test('after a change both keys wake one, so that no poke under way is lost', async () => {
  await stack.sql`select private.rotate_worker_key()`;
  expect(await post('process-integration-job', { 'X-Worker-Key': key })).toEqual([202, { accepted: true }]);
});

test.for(['', 'worker_', 'x'.repeat(5_000)])('%j wakes nobody, not even beside a secret key', async (wrong) => {
  expect(await post('process-integration-job', { 'X-Worker-Key': wrong, apikey: stack.secretKey })).toEqual(refused);
});

test('nothing else takes it: no other function, not REST, not Auth', async () => {
  const headers = { 'X-Worker-Key': key, apikey: key, Authorization: `Bearer ${key}` };
  for (const name of [
    'run-integration',
    'test-integration',
    'sync-acessorias',
    'sync-bomcontrole',
    'sync-onecode-contacts',
    'queue-metrics',
  ]) {
    expect(await post(name, headers), name).toEqual(refused);
    expect(await post(name, { 'X-Worker-Key': key }), name).toEqual(refused);
  }
  for (const path of ['rest/v1/integration_jobs', 'rest/v1/rpc/integration_queue_health', 'auth/v1/user']) {
    const response = await fetch(`${stack.apiUrl}/${path}`, { headers });
    expect([path, response.status >= 400 && response.status < 500]).toEqual([path, true]);
  }
});
