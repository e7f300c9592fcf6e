import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type TestAdmin, testStack } from '../../support/stack/stack-client.ts';
import { expectOurAnswer } from './answers.ts';
import { asSent, SEED, userBodies, workerBodies } from './requests.ts';

const stack = testStack();
let admin: TestAdmin;
beforeAll(async () => {
  admin = await stack.createAdmin();
});

const post = (name: string, body: string, headers: Record<string, string>, path = '') =>
  fetch(`${stack.apiUrl}/functions/v1/${name}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });

/** What a user, a key and nobody in particular present. */
const asUser = () => ({ apikey: stack.publishableKey, Authorization: `Bearer ${admin.token}` });
const asWorker = () => ({ apikey: stack.secretKey });

test.for(['run-integration', 'test-integration', 'invite-member'] as const)(
  'whatever a user sends to %s, the answer is ours',
  async (name) => {
    // The rate limit would answer instead of the door.
    await stack.sql`update private.queue_settings set tests_per_user_and_minute = 100000`;
    await stack.sql`delete from public.integration_events where tenant_id = ${admin.tenant.id}`;
    const bodies = asSent(userBodies(admin.tenant.id)[name]);
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => expectOurAnswer(await post(name, body, asUser()))),
      { seed: SEED, numRuns: 120 },
    );
  },
);

test('whatever comes with a secret key to process-integration-job, the answer is ours', async () => {
  await fc.assert(
    fc.asyncProperty(asSent(workerBodies['process-integration-job']), async (body) =>
      expectOurAnswer(await post('process-integration-job', body, asWorker())),
    ),
    { seed: SEED, numRuns: 60 },
  );
});

test.for(['sync-acessorias', 'sync-bomcontrole', 'sync-onecode-contacts'])(
  'whatever comes with a secret key to %s, the answer is ours',
  async (name) => {
    await fc.assert(
      // 502 is what a provider (or its settings) got wrong.
      fc.asyncProperty(asSent(workerBodies.sync), async (body) =>
        expectOurAnswer(await post(name, body, asWorker()), [502]),
      ),
      { seed: SEED, numRuns: 60 },
    );
  },
);

const FOR_USERS = ['run-integration', 'test-integration', 'invite-member'];
const NAMES = [...FOR_USERS, 'process-integration-job', 'sync-acessorias', 'sync-bomcontrole', 'sync-onecode-contacts'];

test.for(NAMES)('whatever stands in the headers of a request to %s, it is 401 and ours', async (name) => {
  const header = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('Bearer', 'Bearer ', 'Basic eDp5', 'Bearer null', 'Bearer a.b.c', `Bearer ${'a.'.repeat(2000)}`),
  );
  await fc.assert(
    fc.asyncProperty(header, header, async (authorization, apikey) => {
      const printable = (value: string) => value.replace(/[^\x20-\x7e]/g, '').trim();
      const response = await post(name, '{}', { authorization: printable(authorization), apikey: printable(apikey) });
      expect(response.status).toBe(401);
      await expectOurAnswer(response);
    }),
    { seed: SEED, numRuns: 25 },
  );
});

test.for(NAMES)('other methods and paths of %s are answered by us', async (name) => {
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
    const response = await fetch(`${stack.apiUrl}/functions/v1/${name}/..%2f..%2fx?a=%00`, {
      method,
      headers: asWorker(),
    });
    expect([method, response.status]).toEqual([method, 405]);
    if (method !== 'HEAD') await expectOurAnswer(response);
  }
});

test.for(NAMES)('a body over 64 KiB is 413 at %s', async (name) => {
  const isForUsers = FOR_USERS.includes(name);
  const response = await post(name, JSON.stringify({ text: 'x'.repeat(70_000) }), isForUsers ? asUser() : asWorker());
  expect(response.status).toBe(413);
  await expectOurAnswer(response);
});

test.for(NAMES)('an unknown field is refused by %s', async (name) => {
  const isForUsers = FOR_USERS.includes(name);
  const known = isForUsers ? { tenant_id: admin.tenant.id, provider_slug: 'acessorias' } : {};
  const response = await post(name, JSON.stringify({ ...known, job: 'x' }), isForUsers ? asUser() : asWorker());
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
});

test.for([
  ['thousands of levels', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['half of a surrogate pair', '{"a":"\\ud800"}'],
  ['a NUL', '{"a":"\\u0000"}'],
  ['more than 8 KiB', `{"a":"${'x'.repeat(9_000)}"}`],
])('a payload with %s is 400', async ([, payload]) => {
  // A tenant without an active job, which would be the first thing to say.
  const { tenant, token } = await stack.createAdmin();
  const body = `{"tenant_id":"${tenant.id}","provider_slug":"acessorias","payload":${payload}}`;
  const response = await post('run-integration', body, { Authorization: `Bearer ${token}` });
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'invalid_request' } }]);
});
