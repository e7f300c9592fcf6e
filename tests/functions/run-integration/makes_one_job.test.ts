import { expect, test } from 'vitest';
import { testStack } from '../../support/stack/stack-client.ts';

const stack = testStack();

test('answers 202 with the job, which belongs to the caller', async () => {
  const { tenant, client, userId } = await stack.createAdmin();
  const { data, error } = await client.functions.invoke('run-integration', {
    body: { tenant_id: tenant.id, provider_slug: 'acessorias', payload: { reason: 'teste' } },
  });
  expect(error).toBeNull();
  expect(data).toEqual({ job_id: expect.any(String), status: 'pending' });
  const [job] =
    await stack.sql`select tenant_id, created_by, payload from public.integration_jobs where id = ${data.job_id}`;
  expect(job).toEqual({ tenant_id: tenant.id, created_by: userId, payload: { reason: 'teste' } });
});

test('a second run while one is active is 409 with the id of the active job', async () => {
  const { tenant, client, sandboxToken } = await stack.createAdmin();
  await stack.sandbox.configure(sandboxToken, { latencyMs: 300 });
  const run = () =>
    client.functions.invoke('run-integration', { body: { tenant_id: tenant.id, provider_slug: 'acessorias' } });
  const first = await run();
  const second = await run();
  expect(second.error.context.status).toBe(409);
  expect(await second.error.context.json()).toEqual({
    error: { code: 'job_already_active', message: expect.any(String) },
    job_id: first.data.job_id,
  });
});

test('many clicks at once make exactly one job, and every loser learns its id', async () => {
  const { tenant, token, sandboxToken } = await stack.createAdmin();
  await stack.sandbox.configure(sandboxToken, { latencyMs: 300 });
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const response = await fetch(`${stack.apiUrl}/functions/v1/run-integration`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
        body: JSON.stringify({ tenant_id: tenant.id, provider_slug: 'acessorias' }),
      });
      return { status: response.status, jobId: ((await response.json()) as { job_id: string }).job_id };
    }),
  );
  expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(39);
  expect(new Set(answers.map((answer) => answer.jobId)).size).toBe(1);
});
