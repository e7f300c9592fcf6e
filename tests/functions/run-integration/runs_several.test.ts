import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';
import { until } from '../../support/until.ts';

const stack = testStack();

async function ask(token: string, body: unknown) {
  const response = await fetch(`${stack.apiUrl}/functions/v1/run-integration`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

test('several integrations are run by one request, each with its answer, and a worker is woken', async () => {
  const { tenant, token } = await stack.createAdmin();
  const { status, body } = await ask(token, { tenant_id: tenant.id, provider_slugs: ['acessorias', 'desconhecido'] });
  expect(status).toBe(202);
  expect(body).toEqual({
    results: [
      { provider_slug: 'acessorias', outcome: 'started', job_id: expect.any(String) },
      { provider_slug: 'desconhecido', outcome: 'not_found', job_id: null },
    ],
  });
  await until('the run has ended', async () => {
    const [job] = await stack.sql`select status from public.integration_jobs where id = ${body.results[0].job_id}`;
    return job?.status === 'success' ? true : null;
  });
});

test('a list that is empty, too long, or comes with the field of one run is 400', async () => {
  const { tenant, token } = await stack.createAdmin();
  const tooMany = Array.from({ length: 101 }, (_, place) => `p-${place}`);
  for (const body of [
    { tenant_id: tenant.id, provider_slugs: [] },
    { tenant_id: tenant.id, provider_slugs: tooMany },
    { tenant_id: tenant.id, provider_slugs: ['../x'] },
    { tenant_id: tenant.id, provider_slugs: 'acessorias' },
    { tenant_id: tenant.id, provider_slugs: ['acessorias'], provider_slug: 'acessorias' },
  ]) {
    expect(await ask(token, body)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  }
});

test('only an admin of the group may: an auditor and a stranger are 403', async () => {
  const { tenant } = await stack.createAdmin();
  const auditor = await stack.createUser(tenant, 'auditor');
  const stranger = await stack.createAdmin();
  for (const { token } of [auditor, stranger]) {
    expect(await ask(token, { tenant_id: tenant.id, provider_slugs: ['acessorias'] })).toMatchObject({ status: 403 });
  }
});
